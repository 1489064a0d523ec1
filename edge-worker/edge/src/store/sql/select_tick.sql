SELECT at FROM tick
