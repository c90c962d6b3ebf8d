#!/bin/sh
# Starts vaecodec as it was compiled for this processor; the bytes and pixels are the same of either.
here=$(dirname "$(readlink -f "$0")")
case "$(grep -m 1 '^flags' /proc/cpuinfo) " in
    *' avx512vl '*) exec "$here/vaecodec-v4" "$@" ;;
    *' avx2 '*) exec "$here/vaecodec-v3" "$@" ;;
esac
echo "vaecodec: this processor has no AVX2; the .NET tool VaeCodec.Tool runs on it" >&2
exit 1
