"""What can be set: typed models of the stack file and a loader whose errors name file, line and column."""
