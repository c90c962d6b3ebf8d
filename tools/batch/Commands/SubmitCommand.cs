using System.CommandLine;
using System.Globalization;
using VaeCodec.Batch.Shards;
using VaeCodec.Batch.Sources;
using VaeCodec.Tool.Store;

namespace VaeCodec.Batch.Commands;

/// <summary><c>vaecodec batch submit</c>: makes batches of what there is to do, for workers that may run by then or not.</summary>
internal static class SubmitCommand
{
    private const int DefaultPictures = 200, MostPictures = 10_000;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> location = BatchCommand.Store();
        Argument<string[]> inputs = new("IN")
        {
            Description = "Folders, with those within them, or s3://BUCKET/PREFIX?endpoint=URL&region=NAME; as the workers find them",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string[]> lists = new("--list") { Description = "A file with the path of a picture on each line", HelpName = "FILE" };
        Option<int> shard = SharedOptions.InRange(new Option<int>("--shard")
        {
            Description = "Pictures that a worker takes at a time",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultPictures,
        }, 1, MostPictures);
        Option<string[]> tags = new("--tag") { Description = "Give all of them this tag; may be given several times", HelpName = "TAG" };
        Option<long> maxPixels = SharedOptions.MaxPixels();
        var policy = new PolicyArguments();
        var command = new Command("submit", "Have pictures put into a store by the workers, and return") { location, inputs, lists, shard,
            tags, maxPixels };
        policy.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(inputs) is not { Tokens.Count: > 0 } && result.GetResult(lists) is null)
                result.AddError("there is nothing to do; name folders, s3://..., or --list FILE.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string[] sources = [.. (parsed.GetValue(inputs) ?? []).Select(Source.Whole)];
            BatchPlace place = await BatchPlace.OpenAsync(parsed.GetRequiredValue(location), BatchCommand.Patience, cancellationToken)
                .ConfigureAwait(false);
            await using (place.ConfigureAwait(false))
            {
                var options = BatchOptions.Of(policy.Over(place.Store.Policy, parsed), parsed.GetValue(tags) ?? [],
                    parsed.GetValue(maxPixels));
                var submission = new Submission(place, options, parsed.GetValue(shard));
                foreach (string source in sources)
                {
                    ISource from = Source.Open(source);
                    await using (from.ConfigureAwait(false))
                        await RunAsync(submission, source, from.ListAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
                }

                foreach (string list in parsed.GetValue(lists) ?? [])
                    await RunAsync(submission, Source.List, Lines(list), cancellationToken).ConfigureAwait(false);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static async Task RunAsync(Submission submission, string source, IAsyncEnumerable<string> entries,
        CancellationToken cancellationToken)
    {
        (string batch, long pictures) = await submission.RunAsync(source, entries, cancellationToken).ConfigureAwait(false);
        StandardOutput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{batch} {pictures} pictures"));
    }

    private static IAsyncEnumerable<string> Lines(string list)
        => File.ReadLines(list).Where(line => line.Length != 0).Select(Path.GetFullPath).ToAsyncEnumerable();
}
