SELECT since, text FROM closed
