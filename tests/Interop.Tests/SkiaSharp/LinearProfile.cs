using System.Buffers.Binary;
using System.Text;

namespace VaeCodec.Interop.Tests.SkiaSharp;

/// <summary>An ICC profile of sRGB's primaries with light itself as the pixels' values (ICC.1:2022, section 7).</summary>
internal static class LinearProfile
{
    private const int Header = 128, TagEntry = 12, Signature = 36, Illuminant = 68, Block = 20;

    private static readonly (string Tag, double[] Xyz)[] s_primaries =
        [("rXYZ", [0.4361, 0.2225, 0.0139]), ("gXYZ", [0.3851, 0.7169, 0.0971]), ("bXYZ", [0.1431, 0.0606, 0.7141])];

    private static readonly double[] s_d50 = [0.9642, 1, 0.8249];

    public static byte[] Create()
    {
        int tags = 2 * s_primaries.Length, at = Header + 4 + (tags * TagEntry);
        byte[] profile = new byte[at + ((s_primaries.Length + 1) * Block)];
        Integer(profile, 0, profile.Length);
        Integer(profile, 8, 0x0210_0000);
        Text(profile, 12, "mntrRGB XYZ ");
        Text(profile, Signature, "acsp");
        Numbers(profile, Illuminant, s_d50);
        Integer(profile, Header, tags);
        int curve = at + (s_primaries.Length * Block);
        Text(profile, curve, "curv"); // of no points: the identity
        for (int i = 0; i < s_primaries.Length; i++, at += Block)
        {
            (string tag, double[] xyz) = s_primaries[i];
            Entry(profile, 2 * i, tag, at, Block);
            Entry(profile, (2 * i) + 1, tag[0] + "TRC", curve, 12);
            Text(profile, at, "XYZ ");
            Numbers(profile, at + 8, xyz);
        }

        return profile;
    }

    private static void Entry(byte[] profile, int index, string tag, int offset, int bytes)
    {
        int at = Header + 4 + (index * TagEntry);
        Text(profile, at, tag);
        Integer(profile, at + 4, offset);
        Integer(profile, at + 8, bytes);
    }

    /// <summary>As s15Fixed16.</summary>
    private static void Numbers(byte[] profile, int at, double[] values)
    {
        for (int i = 0; i < values.Length; i++)
            Integer(profile, at + (4 * i), (int)Math.Round(values[i] * 65536));
    }

    private static void Integer(byte[] profile, int at, int value) => BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(at), value);

    private static void Text(byte[] profile, int at, string text) => Encoding.ASCII.GetBytes(text, profile.AsSpan(at));
}
