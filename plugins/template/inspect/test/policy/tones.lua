tone "plain" { when = otherwise }
