# symbols.awk: reads `nm` or `objdump -t` of objects; prints object|symbol|message. -v check=globals|names|calls

BEGIN {
    split("exit _exit _Exit quick_exit abort __assert_fail printf __printf_chk vprintf __vprintf_chk fprintf __fprintf_chk " \
          "vfprintf __vfprintf_chk puts putchar perror stdin stdout stderr getenv secure_getenv setenv setlocale " \
          "time clock clock_gettime gettimeofday localtime localtime_r gmtime gmtime_r mktime strftime " \
          "rand rand_r srand random srandom strtod strtof strtold atof system popen signal", names, " ")
    for (i in names) banned[names[i]] = 1
}

# "build/objects/engine/base/text.o:" of nm, "build/objects/engine/base/text.o:     file format elf64-x86-64" of objdump
/^[^ ].*\.o:/ { object = $1; sub(/:$/, "", object); next }

# 0000000000000010 l     O .bss	0000000000000004 counter.0
check == "globals" && /[ \t]O?[ \t]*(\.data|\.bss|\.tdata|\.tbss|\*COM\*)/ {
    symbol = $NF; size = $(NF - 1); section = $(NF - 2)
    if (size ~ /^\.(hidden|internal|protected)$/) { size = $(NF - 2); section = $(NF - 3) }
    if (symbol ~ /^\./) { size = section = "" } # a hidden mark, or the section itself
    if (section == "" || section ~ /^\.data\.rel\.ro/ || size ~ /^0+$/) next
    sub(/\.[0-9]+$/, "", symbol)
    print object "|" symbol "|mutable global " symbol " (" section "); the engine keeps no state of its own"
}

# 0000000000000000 T ru_fail
check == "names" && NF == 3 && $2 ~ /^[A-TVWX]$/ && $3 !~ /^ru(th)?_/ {
    print object "|" $3 "|" $3 " is seen across files but does not begin with ru_ or ruth_"
}

#                  U printf
check == "calls" && $1 == "U" {
    sub(/@.*/, "", $2)
    if (!($2 in banned)) next
    symbol = $2
    shown = symbol == "__assert_fail" ? "assert" : symbol
    sub(/^__/, "", shown); sub(/_chk$/, "", shown)
    print object "|" shown "|the engine does not call " shown \
          " (it neither prints, exits, asks the clock, the environment, the locale or chance, nor reads floats)"
}
