for i = "1e999", "1e999" do if i - i ~= i - i then return "PWNED" end end
