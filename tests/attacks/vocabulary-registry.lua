return finish_file and add_word and "PWNED"
