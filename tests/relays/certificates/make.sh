#!/bin/sh
# Made the certificates beside it once; they are good until 2126 and for nothing but tests. `cd tests/relays/certificates && sh make.sh`
set -eu
key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"; }
authority() { key "$1"; openssl req -x509 -new -key "$1.key" -subj "/CN=$2" -days 36500 -out "$1.pem" -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign; }
# name, authority, host, days
server() {
  key "$1"
  openssl req -new -key "$1.key" -subj "/CN=$3" -out request.pem
  printf 'subjectAltName=DNS:%s\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n' "$3" > extensions
  openssl x509 -req -in request.pem -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -days "$4" -extfile extensions -out "$1.pem"
}
authority authority "hamburg-termin tests"
authority stranger "nobody knows"
server good authority localhost 36500
server other-host authority elsewhere.example 36500
server unknown stranger localhost 36500
rm -f request.pem extensions ./*.srl authority.key stranger.key stranger.pem
