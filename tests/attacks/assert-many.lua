return (assert(1, "PWNED"))
