"""Files in and out, and the record that is shipped."""
