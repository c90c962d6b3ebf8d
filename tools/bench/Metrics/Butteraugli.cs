using System.Globalization;
using System.Text.RegularExpressions;
using VaeCodec.Bench.Codecs;
using VaeCodec.Images;

namespace VaeCodec.Bench.Metrics;

/// <summary>Butteraugli distances (Alakuijala et al. 2017, "Guetzli", arXiv:1703.04421) by JPEG XL's own program, at its 80 nits: 0 for
/// identical pictures, about 1 where a difference can just be seen.</summary>
internal sealed partial class Butteraugli : IDisposable
{
    /// <summary>The program.</summary>
    public const string Program = "butteraugli_main";

    /// <summary>The Debian package that has it.</summary>
    public const string Package = "libjxl-devtools";

    private readonly PeerWorkspace _workspace = new();

    /// <summary>Finds the program.</summary>
    /// <exception cref="IOException">It is not on the search path.</exception>
    public Butteraugli()
    {
        if (!ToolProcess.Exists(Program))
            throw new IOException($"'{Program}' is not found; install it with: apt-get install {Package}");
    }

    /// <summary>Compares.</summary>
    /// <param name="original">The picture, which a workspace keeps as a file until another comes.</param>
    /// <param name="decoded">What became of it.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <returns>The greatest distance of the map, and its 3-norm as the program defines it.</returns>
    /// <exception cref="VaeCodecException">BadImage: the program fails.</exception>
    public (double Max, double ThreeNorm) Of(TestImage original, PixelImage decoded, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(original);
        string path = _workspace["decoded.png"];
        File.WriteAllBytes(path, ImageFile.SaveToBytes(decoded, ".png"));
        ToolProcess.Outcome outcome = ToolProcess.Run(Program, [_workspace.Input(original, ".png"), path, "--pnorm", "3"],
            cancellationToken);
        Match match = Distances().Match(outcome.Text);
        return outcome.ExitCode == 0 && match.Success ? (Number(match.Groups[1]), Number(match.Groups[2]))
            : throw new VaeCodecException(VaeCodecErrorKind.BadImage,
                $"{Program} failed with exit code {outcome.ExitCode} and said: {outcome.Text.Split('\n')[0]}");
    }

    /// <inheritdoc/>
    public void Dispose() => _workspace.Dispose();

    private static double Number(Group group) => double.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^([\d.e+-]+)\s*\n3-norm: ([\d.e+-]+)", RegexOptions.Multiline)]
    private static partial Regex Distances();
}
