using System.Buffers;

namespace VaeCodec.Images.Pnm;

/// <summary>Reads the text of a PNM file: numbers with white space and comments between them.</summary>
internal ref struct PnmText(ReadOnlySpan<byte> file, int position)
{
    private static readonly SearchValues<byte> s_lineEnds = SearchValues.Create("\n\r"u8);

    private readonly ReadOnlySpan<byte> _file = file;

    /// <summary>The byte that comes next.</summary>
    public int Position { get; private set; } = position;

    /// <summary>As in C's isspace.</summary>
    public static bool IsSpace(byte value) => value is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r');

    /// <summary>The next number; int.MaxValue for all that are greater.</summary>
    /// <exception cref="VaeCodecException">BadImage: there is something else.</exception>
    public int Number(string what)
    {
        SkipSpace();
        int start = Position;
        long value = 0;
        for (; Position < _file.Length && char.IsAsciiDigit((char)_file[Position]); Position++)
            value = Math.Min((value * 10) + (_file[Position] - '0'), int.MaxValue);
        return Position > start ? (int)value : throw Missing(what);
    }

    /// <summary>The next 0 or 1, which may follow its neighbour without white space.</summary>
    /// <exception cref="VaeCodecException">BadImage: there is something else.</exception>
    public int Bit()
    {
        SkipSpace();
        return Position < _file.Length && _file[Position] is (byte)'0' or (byte)'1' ? _file[Position++] - '0' : throw Missing("0 or 1");
    }

    /// <summary>Takes the one byte of white space between a header and binary samples.</summary>
    /// <exception cref="VaeCodecException">BadImage: there is none.</exception>
    public void OneSpace()
    {
        if (Position >= _file.Length || !IsSpace(_file[Position]))
            throw Missing("white space");
        Position++;
    }

    private void SkipSpace()
    {
        for (; Position < _file.Length; Position++)
        {
            if (_file[Position] == (byte)'#')
            {
                int line = _file[Position..].IndexOfAny(s_lineEnds);
                Position = line < 0 ? _file.Length - 1 : Position + line;
            }
            else if (!IsSpace(_file[Position]))
            {
                return;
            }
        }
    }

    private readonly VaeCodecException Missing(string what) => new(VaeCodecErrorKind.BadImage, Position >= _file.Length
        ? $"the image file is truncated: the PNM ends where {what} belongs"
        : $"the image file is damaged: the PNM has no {what} at byte {Position}");
}
