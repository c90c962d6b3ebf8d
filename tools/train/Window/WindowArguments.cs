using System.CommandLine;
using VaeCodec.Images;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Window;

/// <summary><c>vaecodec train windows</c>: runs of the window study beside each other.</summary>
internal static class WindowArguments
{
    // Of the picture: letters and edges of corpus/sample.png.
    private const int Top = 132, Left = 268, Side = 96;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string[]> runs = new("OUT") { Description = "Folders of runs", Arity = ArgumentArity.OneOrMore };
        Option<string> data = new("--data") { Description = "Gets what was measured", HelpName = "JSON", Required = true };
        Option<string?> plot = new("--plot") { Description = "Gets latent against pixel bits", HelpName = "SVG" };
        Option<string?> picture = new("--picture") { Description = "A piece of it is decoded by every window", HelpName = "FILE" };
        Option<string?> pictures = new("--pictures") { Description = "Gets the pieces", HelpName = "FILE" };
        var command = new Command("windows", "Compare runs of the window study") { runs, data, plot, picture, pictures };
        command.SetAction(parsed =>
        {
            string[] folders = [.. parsed.GetRequiredValue(runs).OrderBy(f => WindowTrainer.Result(f).Window)];
            var report = WindowReport.Of(folders.Select(WindowTrainer.Result));
            File.WriteAllText(parsed.GetRequiredValue(data), report.ToJson());
            if (parsed.GetValue(plot) is { } svg)
                File.WriteAllText(svg, report.Plot());
            if (parsed.GetValue(picture) is { } file && parsed.GetValue(pictures) is { } output)
            {
                NativeTorch.Require("cpu");
                WindowVae[] networks = [.. folders.Select(WindowTrainer.Load)];
                ImageFile.Save(WindowReport.Samples(networks, Piece(ImageFile.Load(file))), output);
                foreach (WindowVae net in networks)
                    net.Dispose();
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static PixelImage Piece(PixelImage image)
    {
        if (image.Channels != 3 || image.Width < Left + Side || image.Height < Top + Side)
            throw new InvalidDataException($"the picture is RGB, of at least {Left + Side} x {Top + Side}");
        var pixels = new byte[Side * Side * 3];
        for (int y = 0; y < Side; y++)
            image.Pixels.AsSpan(((Top + y) * image.Width + Left) * 3, Side * 3).CopyTo(pixels.AsSpan(y * Side * 3));
        return new(Side, Side, 3, pixels);
    }
}
