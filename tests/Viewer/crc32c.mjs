// CRC-32C (Castagnoli), as files have it: eight hexadecimal digits.
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    for (let bit = 0; bit < 8; bit++)
        byte = byte & 1 ? byte >>> 1 ^ 0x82f63b78 : byte >>> 1;
    return byte;
});

export function crc32c(bytes) {
    let crc = -1;
    for (const byte of bytes)
        crc = table[(crc ^ byte) & 255] ^ crc >>> 8;
    return (~crc >>> 0).toString(16).padStart(8, '0');
}
