"""Personal data: contact persons, who read them, what they asked, and when they are destroyed."""
