using System.Numerics;

namespace VaeCodec.Pixels.Graphics;

/// <summary>
/// How large the tables of contexts are, as powers of two: in proportion to the picture, so that an icon costs little, and never more than
/// 131 MB in all.
/// </summary>
/// <param name="Colours">Of each <see cref="FollowerTable"/>, and of the decisions on candidates, at least <see cref="Decisions"/>.</param>
/// <param name="Decisions">Of each input of <see cref="CandidateModel"/>.</param>
/// <param name="Channels">Of each hashed input of <see cref="ChannelModel"/>.</param>
internal readonly record struct TableSizes(int Colours, int Decisions, int Channels)
{
    /// <summary>What all tables take.</summary>
    /// <param name="channels">Of the picture.</param>
    public long Bytes(int channels) => Candidates.TableBytes(Colours) + CandidateModel.TableBytes(Decisions)
        + ChannelModel.TableBytes(Channels, channels) + FlatModel.TableBytes;

    /// <summary>Those of a picture.</summary>
    /// <param name="pixels">How many are coded.</param>
    public static TableSizes Of(long pixels)
    {
        int bits = BitOperations.Log2((ulong)pixels);
        return new(Math.Clamp(bits, 10, 20), Math.Clamp(bits, 12, 20), Math.Clamp(bits + 2, 14, 22));
    }
}
