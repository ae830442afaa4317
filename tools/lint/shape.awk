# shape.awk: a file stays under 600 lines, a test, which is mostly a list of cases, under 900, a C function under 80; prints file:line: message.
# A function begins at a line in column 0 and ends at the closing brace in column 0.

FNR == 1 { finish(); file = FILENAME; is_c = file ~ /\.[ch]$/; start = inside = 0 }
{ lines = FNR }

is_c && inside && /^}/ {
    if (FNR - start + 1 > 80) print file ":" start ": function " name " has " FNR - start + 1 " lines; at most 80"
    inside = start = 0
    next
}
is_c && !inside {
    if ($0 ~ /^[A-Za-z_]/ && $0 ~ /\(/ && $0 !~ /^(typedef|struct|enum|union|extern "C")[^(]*\{/ && $0 !~ /=[^(]*\{/) {
        start = FNR
        name = $0
        sub(/ *\(.*/, "", name)
        sub(/.*[ *]/, "", name)
    }
    if (start && /;[ \t]*(\/[*\/].*)?$/) start = 0 # a declaration
    if (start && /}[ \t]*(\/[*\/].*)?$/) start = 0 # a function on one line
    if (start && /\{[ \t]*(\/[*\/].*)?$/) inside = 1
}

END { finish() }

function finish() {
    most = file ~ /(^|\/)tests\// ? 900 : 600
    if (file != "" && lines > most) print file ":" most + 1 ": the file has " lines " lines; at most " most
}
