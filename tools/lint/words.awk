# words.awk: no path of one machine, no note left for later; prints file:line: message.
# The patterns are written so that they do not find themselves.

FNR == 1 { code = FILENAME ~ /\.(c|h|lua|sh|awk|mk)$/ || FILENAME ~ /(^|\/)Makefile$/ || FILENAME ~ /^\.ci\// }

/(^|[^A-Za-z0-9_.])\/(work|root)\/|\/(home|Users)\/[a-z]/ { print FILENAME ":" FNR ": a path of one machine" }

code && /(^|[^A-Za-z0-9_"])(T[O]DO|F[I]XME|X[X]X)([^A-Za-z0-9_"]|$)/ {
    print FILENAME ":" FNR ": a note left for later; do it, or write it down where work is planned"
}
