SELECT ahead_seconds FROM clock WHERE id = 1
