"""Files in and out: spreadsheets of any collection, and the record that is shipped."""
