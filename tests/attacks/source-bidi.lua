return 1 --‮⁦ "PWNED" ⁩
