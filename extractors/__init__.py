"""The engines that read mentions and link them to facts; they know no Vietnamese."""
