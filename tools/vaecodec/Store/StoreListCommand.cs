using System.CommandLine;
using System.Globalization;
using VaeCodec.Store;
using VaeCodec.Store.Remote;
using VaeCodec.Tool.Reports;

namespace VaeCodec.Tool.Store;

/// <summary><c>vaecodec store ls</c>: the pictures of a store, the latest first.</summary>
internal static class StoreListCommand
{
    private const int ShownDigits = 12;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> folder = StoreCommand.Folder();
        Option<bool> json = new("--json") { Description = "Print a JSON array on stdout" };
        var filter = new FilterArguments();
        var command = new Command("ls", "List the pictures of a store, the latest first") { folder, json };
        filter.AddTo(command, deleted: true);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(folder), filter.Of(parsed), parsed.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string folder, PictureFilter filter, bool json, CancellationToken cancellationToken)
    {
        IPictureStore store = await StoreLocation.OpenAsync(folder, cancellationToken).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            IEnumerable<StoredPicture> pictures = store.ListAsync(filter, cancellationToken).ToBlockingEnumerable(cancellationToken);
            if (json)
                JsonOutput.Write(pictures.Select(PictureReport.Of), asArray: true);
            else
                StandardOutput.WriteLines(pictures.Select(Line), cancellationToken);
        }

        return ExitCode.Success;
    }

    private static string Line(StoredPicture picture)
    {
        string tags = picture.Tags.Count == 0 ? "" : $"  [{string.Join(", ", picture.Tags)}]";
        return Printable.Line(string.Create(CultureInfo.InvariantCulture,
            $"{picture.Id[..ShownDigits]}  {picture.Taken ?? picture.Added:yyyy-MM-dd HH:mm}  {picture.Width,5} x {picture.Height,-5}  "
                + $"{PictureReport.NameOf(picture.Mode),-8}  {picture.StoredBytes,10}  {picture.Name}{tags}"));
    }
}
