/* reword.c: Lua's own messages, said again in words that an officer understands. */
#include <stdio.h>

#include "engine/script/sandbox.h"

bool ru_reword_place(const char *message, int *source, int *line, const char **rest) {
    const char *p = message;
    int numbers[2] = {0, 0};
    for (int i = 0; i < 2; i++) {
        if (*p < '0' || *p > '9') return false;
        for (; *p >= '0' && *p <= '9'; p++)
            if (numbers[i] < 100000000) numbers[i] = numbers[i] * 10 + (*p - '0');
        if (*p++ != ':') return false;
    }
    if (*p == ' ') p++;
    *source = numbers[0];
    *line = numbers[1];
    *rest = p;
    return true;
}

/* Does text match pattern? Each %s of the pattern takes the shortest run that lets the rest match; the runs are given in order. */
static bool match(const char *text, const char *pattern, ru_str *runs) {
    for (; *pattern; pattern++, text++) {
        if (pattern[0] == '%' && pattern[1] == 's') {
            if (!pattern[2]) {
                *runs = ru_str_of(text);
                return true;
            }
            for (const char *end = text; *end; end++)
                if (match(end, pattern + 2, runs + 1)) {
                    *runs = (ru_str){text, (size_t)(end - text)};
                    return true;
                }
            return false;
        }
        if (*text != *pattern) return false;
    }
    return *text == 0;
}

/* One row a message; {0} … {2} stand for the runs of the pattern. */
typedef struct phrase {
    const char *pattern, *text;
} phrase;

static const phrase syntax_phrases[] = {
    {"'}' expected (to close '{' at line %s) near %s", "expected '}' to close the table opened at line {0}, found {1}; is a comma missing before it?"},
    {"')' expected (to close '(' at line %s) near %s", "expected ')' to close the parenthesis opened at line {0}, found {1}"},
    {"']' expected (to close '[' at line %s) near %s", "expected ']' to close the bracket opened at line {0}, found {1}"},
    {"'end' expected (to close %s at line %s) near %s", "expected 'end' to close the {0} begun at line {1}, found {2}"},
    {"'}' expected near %s", "expected '}' to close the table opened on this line, found {0}; is a comma missing before it?"},
    {"'end' expected near %s", "expected 'end' before {0}"},
    {"<name> expected near %s", "expected a name, found {0}"},
    {"function arguments expected near %s", "expected parentheses, a text or a table, found {0}"},
    {"%s expected near %s", "expected {0}, found {1}"},
    {"unexpected symbol near %s", "{0} cannot stand here"},
    {"syntax error near %s", "this is not a whole sentence of the language: found {0} where a rule word needs its name and its table"},
    {"unfinished string near %s", "a text has no closing quote on its line"},
    {"unfinished long string (starting at line %s) near %s", "the text [[ opened at line {0} has no closing ]]"},
    {"unfinished long comment (starting at line %s) near %s", "the comment --[[ opened at line {0} has no closing ]]"},
    {"malformed number near %s", "{0} is not a number"},
    {"invalid escape sequence %s", "a backslash in a text begins something unknown: {0}"},
    {"decimal escape too large near %s", "a backslash in a text begins something unknown: {0}"},
    {"hexadecimal digit expected near %s", "a backslash in a text begins something unknown: {0}"},
    {"attempt to assign to const variable %s", "{0} is a constant and cannot be changed"},
    {"C stack overflow%s", "this is nested too deeply"},
    {"chunk has too many syntax levels%s", "this is nested too deeply"},
    {"too many labels/gotos %s", "there are too many loops and breaks in one file"},
    {"too many %s", "there are too many {0}"},
    {"function or expression needs too many registers%s", "this function or table is too large; write it in parts"},
};

static const phrase run_phrases[] = {
    {"attempt to call a nil value (method '%s')", "there is no function {0} here"},
    {"attempt to call a nil value (field '%s')", "there is no function {0} here"},
    {"attempt to call a nil value%s", "a word or function that is nothing here is called; is a comma missing between two tables?"},
    {"attempt to call a table value%s", "a table is followed by something that is not separated from it; is a comma missing?"},
    {"attempt to call a %s value%s", "a {0} cannot be called; is a comma missing?"},
    {"attempt to index a nil value (%s '%s')", "{1} is nothing here, so nothing can be read from it"},
    {"attempt to index a %s value%s", "nothing can be read from a {0}"},
    {"attempt to perform arithmetic on a nil value (%s '%s')", "{1} is none on file here (nil) and cannot be calculated with; ask first: if f.{1} ~= nil"},
    {"attempt to perform arithmetic on a nil value%s", "something is none on file here (nil) and cannot be calculated with; ask first whether it is nil"},
    {"attempt to perform arithmetic on a string value%s", "a text cannot be calculated with"},
    {"attempt to perform arithmetic on a %s value%s", "a {0} cannot be calculated with"},
    {"attempt to compare %s with nil", "a {0} is compared with nothing: the fact is none on file (nil); ask first whether it is nil"},
    {"attempt to compare nil with %s", "nothing is compared with a {0}: the fact is none on file (nil); ask first whether it is nil"},
    {"attempt to compare two %s values", "two {0} values cannot be compared by size"},
    {"attempt to compare %s with %s", "a {0} and a {1} cannot be compared by size"},
    {"attempt to concatenate a nil value (%s '%s')", "{1} is nothing here and cannot be joined to a text"},
    {"attempt to concatenate a %s value%s", "a {0} cannot be joined to a text"},
    {"attempt to get length of a %s value%s", "a {0} has no length"},
    {"attempt to perform bitwise operation on a %s value%s", "bits of a {0} mean nothing"},
    {"number%shas no integer representation", "a number with a fraction stands where a whole number is due"},
    {"attempt to perform 'n//0'", "a division by zero"},
    {"attempt to divide by zero", "a division by zero"},
    {"attempt to perform 'n%%0'", "a division by zero"},
    {"bad 'for' %s", "a `for` needs whole numbers"},
    {"'for' initial value must be a number", "a `for` needs whole numbers"},
    {"'for' limit must be a number", "a `for` needs whole numbers"},
    {"'for' step must be a number", "a `for` needs whole numbers"},
    {"'for' step is zero", "a `for` with step 0 never ends"},
    {"table index is nil", "a table has nothing (nil) as a key"},
    {"table index is NaN", "a table has something that is no number as a key"},
    {"stack overflow%s", "functions call each other without an end"},
    {"C stack overflow%s", "functions call each other without an end"},
    {"string length overflow", "a text becomes too long"},
    {"variable '%s' got a non-closable value", "{0} <close> is not part of the policy language"},
};

static void put(char *out, size_t size, size_t *n, ru_str s) {
    for (size_t i = 0; i < s.n && *n + 1 < size; i++) out[(*n)++] = s.p[i];
    out[*n] = 0;
}

/* How Lua names a thing → how an officer does. */
static ru_str plain_name(ru_str run) {
    static const char *const pairs[][2] = {
        {"<eof>", "the end of the file"}, {"nil", "nothing"},   {"number", "number"},       {"string", "text"},
        {"boolean", "true or false"},     {"userdata", "word"}, {"light userdata", "word"},
    };
    for (size_t i = 0; i < RU_COUNT(pairs); i++)
        if (ru_str_is(run, pairs[i][0])) return ru_str_of(pairs[i][1]);
    return run;
}

static bool say(const phrase *phrases, size_t count, const char *message, char *out, size_t size) {
    for (size_t i = 0; i < count; i++) {
        ru_str runs[4] = {{NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}};
        if (!match(message, phrases[i].pattern, runs)) continue;
        size_t n = 0;
        for (const char *p = phrases[i].text; *p; p++) {
            if (p[0] == '{' && p[1] >= '0' && p[1] <= '2' && p[2] == '}') {
                put(out, size, &n, plain_name(runs[p[1] - '0']));
                p += 2;
            } else {
                put(out, size, &n, (ru_str){p, 1});
            }
        }
        return true;
    }
    return false;
}

void ru_reword(const char *message, bool syntax, char *out, size_t size) {
    if (syntax && say(syntax_phrases, RU_COUNT(syntax_phrases), message, out, size)) return;
    if (!syntax && say(run_phrases, RU_COUNT(run_phrases), message, out, size)) return;
    size_t n = 0;
    if (syntax) put(out, size, &n, RU_STR("this cannot be read as a policy file: "));
    put(out, size, &n, ru_str_of(message));
}
