using VaeCodec.Bench.Codecs;

namespace VaeCodec.Bench.Viewing;

/// <summary>Finds the setting at which a codec's file of a picture has a given length.</summary>
internal static class EqualBytes
{
    /// <summary>Lengths within this share of each other count as equal.</summary>
    public const double Tolerance = 0.03;

    private const double CloseEnough = 0.005;
    private const int Looks = 24;

    /// <summary>Bisects over the range. Lengths do not always rise with the setting (cjxl's do not); where that leads astray, looks around
    /// the best setting, an eighth of the range to both sides. Returns the file nearest in length of all that were tried.</summary>
    /// <param name="codec">Whose setting is sought.</param>
    /// <param name="range">Its settings.</param>
    /// <param name="image">Image to code.</param>
    /// <param name="bytes">Length sought.</param>
    /// <param name="cancellationToken">Ends the tool that runs.</param>
    public static (double Setting, CodedPicture Coded) Find(IBenchCodec codec, SettingRange range, TestImage image, double bytes,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(codec);
        ArgumentNullException.ThrowIfNull(range);
        (int Step, CodedPicture Coded)? best = null;
        (int low, int high) = (0, range.Last);
        while (low <= high)
        {
            int middle = (low + high) / 2;
            CodedPicture coded = Try(middle);
            if (Distance(coded, bytes) <= CloseEnough)
                break;
            if (coded.Bytes.Length < bytes)
                low = middle + 1;
            else
                high = middle - 1;
        }

        (int centre, int reach) = (best!.Value.Step, range.Last / 8);
        if (centre > 0 && centre < range.Last && reach > Looks)
        {
            for (int i = -Looks / 2; i <= Looks / 2 && !Holds(best.Value.Coded, bytes); i++)
                Try(Math.Clamp(centre + i * reach * 2 / Looks, 0, range.Last));
        }

        return (range[best.Value.Step], best.Value.Coded);

        CodedPicture Try(int step)
        {
            CodedPicture coded = codec.Encode(image, range[step], cancellationToken);
            if (best is null || Distance(coded, bytes) < Distance(best.Value.Coded, bytes))
                best = (step, coded);
            return coded;
        }
    }

    /// <summary>Whether a file has the length.</summary>
    public static bool Holds(CodedPicture coded, double bytes) => Distance(coded, bytes) <= Tolerance;

    private static double Distance(CodedPicture coded, double bytes) => Math.Abs(coded.Bytes.Length / bytes - 1);
}
