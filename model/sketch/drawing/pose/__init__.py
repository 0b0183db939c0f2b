"""Where limbs and parts are: poses, and moments of a motion."""
