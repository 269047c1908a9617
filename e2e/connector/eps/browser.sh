#!/bin/sh
# The protocol server starts this as its browser: it writes down the page's address and stays until it is stopped.
for argument in "$@"; do
  case "$argument" in
    --app=*) printf '%s' "${argument#--app=}" > "$EPS_URL_FILE.part" && mv "$EPS_URL_FILE.part" "$EPS_URL_FILE" ;;
  esac
done
trap 'exit 0' INT TERM
while :; do sleep 0.1; done
