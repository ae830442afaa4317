/* test_data_currency.c: currency codes, money and decimals read exactly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "engine/data/data.h"

static void digits_after_the_point(void **state) {
    static const char none[] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF", three[] = "BHD IQD JOD KWD LYD OMR TND",
                      four[] = "CLF UYW";
    int found = 0;
    for (char a = 'A'; a <= 'Z'; a++)
        for (char b = 'A'; b <= 'Z'; b++)
            for (char c = 'A'; c <= 'Z'; c++) {
                char code[] = {a, b, c, 0};
                int digits = ru_currency_digits((ru_str){code, 3});
                int expected = strstr(none, code) ? 0 : strstr(three, code) ? 3 : strstr(four, code) ? 4 : 2;
                if (digits < 0) {
                    assert_int_equal(expected, 2);
                    continue;
                }
                found++;
                if (digits != expected) fail_msg("%s has %d", code, digits);
            }
    assert_true(found > 155 && found < 185);
    static const char *const common[] = {"USD", "EUR", "GBP", "CHF", "AUD", "CAD", "NZD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "TRY",
                                         "ZAR", "BRL", "MXN", "INR", "CNY", "HKD", "SGD", "ILS", "UAH", "NGN", "KES", "GHS", "EGP", "MAD", "AED",
                                         "SAR", "PHP", "IDR", "MYR", "THB", "PKR", "BDT", "LKR", "ARS", "COP", "PEN", "AED", "ZWG", "ZMW", "AFN"};
    for (size_t i = 0; i < RU_COUNT(common); i++) assert_int_equal(ru_currency_digits(ru_str_of(common[i])), 2);
    static const char *const unknown[] = {"", "US", "USDX", "usd", "Usd", "XXX", "XTS", "XAU", "AAA", "ZZZ", "DEM", "   ", "U D"};
    for (size_t i = 0; i < RU_COUNT(unknown); i++) assert_int_equal(ru_currency_digits(ru_str_of(unknown[i])), -1);
    assert_int_equal(ru_currency_digits((ru_str){NULL, 0}), -1);
    assert_int_equal(ru_currency_digits((ru_str){"U\0D", 3}), -1);
}

static void decimal_is(const char *s, int scale, bool right, int64_t expected) {
    int64_t v = 77;
    bool got = ru_decimal_parse(ru_str_of(s), scale, &v);
    if (got != right || v != (right ? expected : 77)) fail_msg("\"%s\" at %d gave %d, %lld", s, scale, got, (long long)v);
}

static void decimals(void **state) {
    decimal_is("12.5", 6, true, 12500000);
    decimal_is("0", 0, true, 0);
    decimal_is("0", 6, true, 0);
    decimal_is("0.000001", 6, true, 1);
    decimal_is("0.0000001", 6, false, 0);
    decimal_is("1.000000", 6, true, 1000000);
    decimal_is("1.0000000", 6, false, 0);
    decimal_is("-0.5", 1, true, -5);
    decimal_is("-0", 2, false, 0);
    decimal_is("-0.00", 2, false, 0);
    decimal_is("7", 0, true, 7);
    decimal_is("7.0", 0, false, 0);
    decimal_is("9223372036854775807", 0, true, INT64_MAX);
    decimal_is("9223372036854775808", 0, false, 0);
    decimal_is("-9223372036854775808", 0, true, INT64_MIN);
    decimal_is("-9223372036854775809", 0, false, 0);
    decimal_is("92233720368547758.07", 2, true, INT64_MAX);
    decimal_is("92233720368547758.08", 2, false, 0);
    decimal_is("92233720368547759", 2, false, 0);
    decimal_is("1", 18, true, 1000000000000000000);
    decimal_is("10", 18, false, 0);
    static const char *const wrong[] = {"",    "-",  ".",  ".5",  "5.",  "-.5", "05",  "00", "0.5.5",    "1e3",  "+1",
                                        "1,5", " 1", "1 ", "1_0", "0x1", "a",   "--1", "1-", "\xD9\xA1", "00.5", "-01"};
    for (size_t i = 0; i < RU_COUNT(wrong); i++) decimal_is(wrong[i], 6, false, 0);
    int64_t v = 77;
    assert_false(ru_decimal_parse((ru_str){NULL, 0}, 2, &v));
    assert_false(ru_decimal_parse((ru_str){"1\0", 2}, 2, &v));
}

static void money_is(const char *s, bool right, int64_t expected, const char *code) {
    int64_t v = 77;
    ru_str currency = {NULL, 0};
    bool got = ru_money_parse(ru_str_of(s), &v, &currency);
    if (got != right || v != (right ? expected : 77)) fail_msg("\"%s\" gave %d, %lld", s, got, (long long)v);
    if (right) assert_true(ru_str_is(currency, code));
    else assert_null(currency.p);
}

static void money(void **state) {
    money_is("50.00 USD", true, 5000, "USD");
    money_is("50 USD", true, 5000, "USD");
    money_is("50.5 USD", true, 5050, "USD");
    money_is("0 EUR", true, 0, "EUR");
    money_is("0.01 EUR", true, 1, "EUR");
    money_is("-12.34 GBP", true, -1234, "GBP");
    money_is("100 JPY", true, 100, "JPY");
    money_is("1.234 KWD", true, 1234, "KWD");
    money_is("1.2345 CLF", true, 12345, "CLF");
    money_is("92233720368547758.07 USD", true, INT64_MAX, "USD");
    static const char *const wrong[] = {"",          "USD",        " USD",      "50",        "50USD",     "50  USD",   "50.00  USD", "50.000 USD",
                                        "100.0 JPY", "1.2345 KWD", "50.00 usd", "50.00 XXX", "50.00 ABC", "USD 50.00", "50.00 USD ", " 50.00 USD",
                                        "50,00 USD", "$50.00",     "50. USD",   ".50 USD",   "050 USD",   "1e3 USD",   "50.00\tUSD", "92233720368547758.08 USD",
                                        "+5 USD",    "1,000 USD",  "-0 USD"};
    for (size_t i = 0; i < RU_COUNT(wrong); i++) money_is(wrong[i], false, 0, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digits_after_the_point),
        cmocka_unit_test(decimals),
        cmocka_unit_test(money),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
