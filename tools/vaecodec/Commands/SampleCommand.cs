using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using VaeCodec.Images;
using VaeCodec.Tool.Files;

namespace VaeCodec.Tool.Commands;

/// <summary><c>vaecodec sample</c>: pictures drawn from a model itself.</summary>
internal static class SampleCommand
{
    private const int DefaultSide = 512, MostSide = 1 << 15, MostPictures = 10_000, MaxLayers = 255;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string?> model = new("MODEL")
        {
            Description = "A flagship or a model of small pictures, by name or hash; the default flagship if not given",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> output = SharedOptions.Output("The picture to make, in the format of its extension, or - for PNG on stdout");
        output.Required = true;
        Option<string?> size = new("--size") { Description = "Of a flagship's picture", HelpName = "WxH" };
        size.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && SizeOf(text) is null)
                result.AddError($"--size is {text}; it is two numbers from 1 to {MostSide} such as 768x512.");
        });
        Option<int> count = SharedOptions.InRange(
            new Option<int>("--count") { Description = "How many small pictures, side by side; 64 if not given", HelpName = "N" }, 1,
            MostPictures);
        Option<string?> from = new("--from")
        {
            Description = "Take the first --layers from this file, and its size, rate and model; draw the finer ones",
            HelpName = "IN.vaec",
        };
        Option<int> layers = SharedOptions.InRange(
            new Option<int>("--layers") { Description = "How many layers come from the file, coarsest first", HelpName = "K" }, 0,
            MaxLayers);
        Option<double> quality = SharedOptions.Quality();
        quality.DefaultValueFactory = _ => new SamplerOptions().Rate.AsQuality!.Value;
        Option<double> temperature = SharedOptions.InRange(new Option<double>("--temperature")
        {
            Description = "Scales the deviations of a flagship's priors: below 1 plainer, above wilder",
            HelpName = "1/8..4",
            DefaultValueFactory = _ => new SamplerOptions().Temperature,
        }, 0.125, 4);
        Option<ulong> seed = new("--seed") { Description = "Another number draws another picture", HelpName = "N" };
        Option<string?> models = SharedOptions.Models();
        Option<int> threads = SharedOptions.Threads();
        Option<bool> force = SharedOptions.Force();
        var command = new Command("sample", "Draw pictures from a model: what a decoder makes of random bits")
        {
            model, output, size, count, from, layers, quality, temperature, seed, models, threads, force,
        };
        command.Validators.Add(result =>
        {
            if (Has(result, from) != Has(result, layers))
                result.AddError("--from and --layers go together.");
            Option[] ofTheFile = [size, count, quality];
            if (Has(result, from) && (result.GetResult(model) is { Tokens.Count: > 0 } || Array.Exists(ofTheFile, o => Has(result, o))))
                result.AddError("With --from, model, size and rate are the file's.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var target = new OutputFile(parsed.GetRequiredValue(output)!, parsed.GetValue(force) ? Existing.Replace : Existing.Refuse);
            target.RequireFree();
            string format = target.IsStandard ? ".png" : Path.GetExtension(target.Name);
            ImageFile.RequireWritable(format);
            var sampler = new VaeSampler(new()
            {
                Model = parsed.GetValue(model),
                Seed = parsed.GetValue(seed),
                Temperature = parsed.GetValue(temperature),
                Rate = Rate.Quality(parsed.GetValue(quality)),
                Threads = parsed.GetValue(threads),
                ModelsFolder = parsed.GetValue(models),
            });
            PixelImage picture;
            if (parsed.GetValue(from) is { } file)
            {
                byte[] vaec = await InputFile.ReadAsync(file, head => Signature.RequireVaec(head, DecoderOptions.MostPixels),
                    cancellationToken).ConfigureAwait(false);
                picture = await Task.Run(() => sampler.DrawFiner(vaec, parsed.GetValue(layers), cancellationToken), cancellationToken)
                    .ConfigureAwait(false);
            }
            else if (sampler.IsSmall)
            {
                RequireNone(parsed, "a flagship's pictures", size, quality);
                picture = PictureSheet.Of(await Task.Run(() => sampler.DrawSmall(parsed.GetResult(count) is { Implicit: false }
                    ? parsed.GetValue(count) : 64, cancellationToken), cancellationToken).ConfigureAwait(false));
            }
            else
            {
                RequireNone(parsed, "small pictures", count);
                (int width, int height) = parsed.GetValue(size) is { } text ? SizeOf(text)!.Value : (DefaultSide, DefaultSide);
                picture = await Task.Run(() => sampler.Draw(width, height, cancellationToken), cancellationToken).ConfigureAwait(false);
            }

            await target.WriteAsync(ImageFile.SaveToBytes(picture, format), cancellationToken).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }

    private static bool Has(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private static void RequireNone(ParseResult parsed, string what, params Option[] options)
    {
        if (options.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } option)
            throw new UsageException($"{option.Name} is for {what}, which this model has none of");
    }

    private static (int Width, int Height)? SizeOf(string text)
        => text.Split('x') is [var width, var height] && Side(width) is { } w && Side(height) is { } h ? (w, h) : null;

    private static int? Side(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int side) && side is >= 1 and <= MostSide ? side : null;
}
