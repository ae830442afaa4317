return ("x"):rep(5000)
