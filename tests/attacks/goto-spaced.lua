goto   done
:: done ::
return "PWNED"
