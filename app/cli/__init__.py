"""The command line. What is heavy is imported inside a command, so that --help is quick."""
