"""What is tidied up by itself: what nobody needs any more, and nothing else."""
