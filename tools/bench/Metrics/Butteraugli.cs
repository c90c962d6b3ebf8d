using System.Globalization;
using VaeCodec.Bench.Codecs;
using VaeCodec.Images;

namespace VaeCodec.Bench.Metrics;

/// <summary>The greatest butteraugli distance of a picture (Alakuijala et al. 2017, "Guetzli", arXiv:1703.04421), by the program of the
/// Debian package of that name: 0 for identical pictures, about 1 where a difference can just be seen.</summary>
internal sealed class Butteraugli : IDisposable
{
    /// <summary>The program, and its Debian package.</summary>
    public const string Program = "butteraugli";

    private readonly PeerWorkspace _workspace = new();

    /// <summary>Finds the program.</summary>
    /// <exception cref="IOException">It is not on the search path.</exception>
    public Butteraugli()
    {
        if (!ToolProcess.Exists(Program))
            throw new IOException($"'{Program}' is not found; install it with: apt-get install {Program}");
    }

    /// <summary>Compares.</summary>
    /// <param name="original">The picture, which a workspace keeps as a file until another comes.</param>
    /// <param name="decoded">What became of it.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <exception cref="VaeCodecException">BadImage: the program fails.</exception>
    public double Of(TestImage original, PixelImage decoded, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(original);
        string path = _workspace["decoded.png"];
        File.WriteAllBytes(path, ImageFile.SaveToBytes(decoded, ".png"));
        ToolProcess.Outcome outcome = ToolProcess.Run(Program, [_workspace.Input(original, ".png"), path], cancellationToken);
        string first = outcome.Text.Split('\n')[0];
        return outcome.ExitCode == 0 && double.TryParse(first, CultureInfo.InvariantCulture, out double distance) ? distance
            : throw new VaeCodecException(VaeCodecErrorKind.BadImage,
                $"{Program} failed with exit code {outcome.ExitCode} and said: {first}");
    }

    /// <inheritdoc/>
    public void Dispose() => _workspace.Dispose();
}
