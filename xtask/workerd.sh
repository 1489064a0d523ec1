#!/bin/sh
# workerd, ended by the system when the Node that started it ends, be it by kill -9. Says who it is where it is asked to.
[ -z "$PID_FILE" ] || echo $$ > "$PID_FILE"
exec setpriv --pdeathsig KILL -- "$WORKERD" "$@"
