using VaeCodec.Bitstream.Rans;

namespace VaeCodec.Bitstream.Containers;

/// <summary>The chunk that has parts of a lossy picture come back exactly: which cells of a grid, and the stream of their colours.
/// FORMAT.md, "Exact areas".</summary>
/// <param name="CellBits">A cell has 2^CellBits pixels a side; at the right and lower border it is cut.</param>
/// <param name="Runs">Cells, row by row, in turn: so many that are lossy, so many that are exact, and so on to the last.</param>
/// <param name="Stream">The colours of the exact cells.</param>
internal sealed record AreasChunk(int CellBits, IReadOnlyList<int> Runs, ReadOnlyMemory<byte> Stream)
{
    /// <summary>The fewest and the most of <see cref="CellBits"/>: cells of 8 to 128 pixels.</summary>
    public const int LeastCellBits = 3, MostCellBits = 7;

    /// <summary>Cells along a side of so many pixels.</summary>
    public static int CellsAlong(int pixels, int cellBits) => ((pixels - 1) >> cellBits) + 1;

    /// <summary>Reads the content of a chunk of type <see cref="VaecChunk.Areas"/>.</summary>
    /// <exception cref="VaeCodecException">Corrupt: it does not hold what it must.</exception>
    public static AreasChunk Read(ReadOnlyMemory<byte> data, int width, int height)
    {
        ByteReader reader = new(data.Span);
        try
        {
            int bits = reader.Byte();
            if (bits is < LeastCellBits or > MostCellBits)
                Throw.Corrupt($"Cells of 2^{bits} pixels; they have 2^{LeastCellBits} to 2^{MostCellBits}.", null);
            long left = (long)CellsAlong(width, bits) * CellsAlong(height, bits);
            List<int> runs = [];
            while (left > 0)
            {
                uint run = reader.Varint();
                if (run > left || (run == 0 && runs.Count > 0))
                    Throw.Corrupt($"A run of {run} cells where {left} are left.", null);
                runs.Add((int)run);
                left -= run;
            }

            return new(bits, runs, data[reader.Position..]);
        }
        catch (VaeCodecException e) when (e.Kind == VaeCodecErrorKind.Truncated)
        {
            throw new VaeCodecException(VaeCodecErrorKind.Corrupt, "The chunk of exact areas is shorter than its content.", inner: e);
        }
    }

    /// <summary>The chunk.</summary>
    public VaecChunk Write()
    {
        ByteWriter writer = new(16 + (2 * Runs.Count) + Stream.Length);
        writer.Byte((byte)CellBits);
        foreach (int run in Runs) writer.Varint((uint)run);
        writer.Bytes(Stream.Span);
        return new VaecChunk(VaecChunk.Areas, writer.ToArray());
    }
}
