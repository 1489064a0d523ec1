#!/bin/sh
# workerd, ended by the system when the Node that started it ends, be it by kill -9.
exec setpriv --pdeathsig KILL -- "$WORKERD" "$@"
