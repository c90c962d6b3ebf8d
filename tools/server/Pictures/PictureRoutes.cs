using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using VaeCodec.Server.Access;
using VaeCodec.Server.Telemetry;
using VaeCodec.Store;
using VaeCodec.Store.Content;

namespace VaeCodec.Server.Pictures;

/// <summary>What there is to ask for below <c>/pictures</c>.</summary>
internal sealed partial class PictureRoutes(IPictureStore store, ServeOptions options, VariantMaker maker, WorkGate gate)
{
    private const string Folder = "/pictures";

    private const int MostName = 1024, MostListed = 1000, UsualListed = 100, MostTags = 32;

    private static readonly string[] s_reads = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(AccessCheck.HealthPath, s_reads, context => context.Response.WriteAsync("ok\n", context.RequestAborted));
        routes.MapMethods(Folder, s_reads, ListAsync);
        routes.MapMethods(Folder + "/{file}", s_reads, GetAsync);
        routes.MapPost(Folder, context => PutAsync(context, context.Request.Query["name"].ToString()));
        routes.MapPut(Folder + "/{**name}", context => PutAsync(context, context.Request.RouteValues["name"] as string ?? ""));
    }

    private static PictureAnswer AnswerOf(StoredPicture picture) => new(picture.Id, picture.Name, picture.Width, picture.Height,
        picture.Channels, picture.Format, picture.Mode.ToString().ToLowerInvariant(), picture.SourceBytes, picture.StoredBytes,
        picture.Taken, picture.Added, picture.Camera, picture.Tags);

    private async Task ListAsync(HttpContext context)
    {
        IQueryCollection query = context.Request.Query;
        var filter = new PictureFilter
        {
            From = DateOf(query, "from"),
            Before = DateOf(query, "before"),
            Camera = query["camera"] is [{ Length: > 0 } camera] ? camera : null,
            Tags = TagsOf(query),
            Limit = query["limit"] is [var text] ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int limit)
                && limit is >= 1 and <= MostListed ? limit : throw Bad($"limit is a number from 1 to {MostListed}") : UsualListed,
        };
        var listed = new List<PictureAnswer>();
        await foreach (StoredPicture picture in store.ListAsync(filter, context.RequestAborted).ConfigureAwait(false))
            listed.Add(AnswerOf(picture));
        await context.Response.WriteAsJsonAsync(listed, AnswerContext.Default.IReadOnlyListPictureAnswer,
            cancellationToken: context.RequestAborted).ConfigureAwait(false);
    }

    private async Task GetAsync(HttpContext context)
    {
        Match asked = PictureName().Match((string)context.Request.RouteValues["file"]!);
        StoredPicture? picture = asked.Success
            ? await store.FindAsync(asked.Groups["id"].Value, context.RequestAborted).ConfigureAwait(false) : null;
        if (picture is null or { Deleted: not null })
        {
            await ErrorAnswers.WriteAsync(context, StatusCodes.Status404NotFound, "there is no such picture").ConfigureAwait(false);
            return;
        }

        Variant variant = Variant.Of(context.Request.Query);
        string? suffix = asked.Groups["suffix"] is { Success: true, Value: var named } ? named
            : MediaTypes.Negotiate(context.Request, picture, variant.IsWhole);
        if (!asked.Groups["suffix"].Success)
            context.Response.Headers.Vary = HeaderNames.Accept;
        if (suffix is null || MediaTypes.Of(suffix) is not { } type)
        {
            int status = suffix is null ? StatusCodes.Status406NotAcceptable : StatusCodes.Status404NotFound;
            await ErrorAnswers.WriteAsync(context, status, "pictures are served as avif, webp, jpg, png and vaec").ConfigureAwait(false);
            return;
        }

        string tag = EntityTags.Of(picture, $"{suffix}/{variant}");
        var entity = new EntityTagHeaderValue($"\"{tag}\"");
        ResponseHeaders headers = context.Response.GetTypedHeaders();
        headers.CacheControl = new() { Private = options.ApiKey is not null, MaxAge = TimeSpan.FromHours(1) };
        headers.ContentDisposition = new("inline") { FileNameStar = Path.ChangeExtension(Path.GetFileName(picture.Name), suffix) };
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Tag == "*"
            || known.Compare(entity, useStrongComparison: false)))
        {
            headers.ETag = entity;
            context.Response.StatusCode = StatusCodes.Status304NotModified; // without making it
            return;
        }

        using CancellationTokenSource time = Timed(context);
        byte[] file = await maker.MakeAsync(picture, suffix, variant, tag, time.Token).ConfigureAwait(false);
        await Results.Bytes(file, type, enableRangeProcessing: true, lastModified: null, entityTag: entity).ExecuteAsync(context)
            .ConfigureAwait(false);
        if (context.Response is { StatusCode: StatusCodes.Status416RangeNotSatisfiable, HasStarted: false })
        {
            await ErrorAnswers.WriteAsync(context, StatusCodes.Status416RangeNotSatisfiable, $"the file has {file.Length} bytes",
                (HeaderNames.ContentRange, $"bytes */{file.Length}")).ConfigureAwait(false);
        }
    }

    private async Task PutAsync(HttpContext context, string name)
    {
        if (options.IsReadOnly)
        {
            await ErrorAnswers.WriteAsync(context, StatusCodes.Status403Forbidden, "this server takes no pictures").ConfigureAwait(false);
            return;
        }

        if (name.Length is 0 or > MostName)
            throw Bad($"a picture is put with its name, of up to {MostName} letters: PUT {Folder}/NAME, or POST {Folder}?name=NAME");
        string[] tags = Tags.Valid(TagsOf(context.Request.Query)); // before anything is put
        using CancellationTokenSource waiting = Timed(context);
        using IDisposable place = await gate.ReceiveAsync(waiting.Token).ConfigureAwait(false);
        ReadOnlyMemory<byte> body = await ReceiveAsync(context).ConfigureAwait(false);
        using CancellationTokenSource time = Timed(context);
        using IDisposable turn = await gate.EnterAsync(time.Token).ConfigureAwait(false);
        List<string> warnings = [];
        PutResult put = await store.PutAsync(body, Printable.Text(name), store.Policy with
        {
            Encoder = store.Policy.Encoder with { MaxPixels = options.MaxPixels, ModelsFolder = options.Models },
            Reading = store.Policy.Reading with { MaxPixels = options.MaxPixels, OnWarning = warnings.Add },
            MaxWork = options.MaxWork,
        }, time.Token).ConfigureAwait(false);
        if (tags.Length > 0)
            await store.TagAsync(put.Picture.Id, tags, cancellationToken: time.Token).ConfigureAwait(false);
        ServerTelemetry.Put(put.Status);
        context.Response.StatusCode = put.Status == PutStatus.Added ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        context.Response.Headers.Location = $"{Folder}/{put.Picture.Id}";
        await context.Response.WriteAsJsonAsync(new(put.Status.ToString().ToLowerInvariant(), AnswerOf(put.Picture), warnings),
            AnswerContext.Default.PutAnswer, cancellationToken: context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The body, unless its first bytes are no picture's.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReceiveAsync(HttpContext context)
    {
        try
        {
            return await SourceStream.ReadAsync(context.Request.Body, context.RequestAborted).ConfigureAwait(false);
        }
        catch (IOException error) when (error is not BadHttpRequestException)
        {
            throw new BadHttpRequestException("the body is broken", error);
        }
    }

    private CancellationTokenSource Timed(HttpContext context)
    {
        var time = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        time.CancelAfter(options.Timeout);
        return time;
    }

    /// <summary>Few: each is a condition of a query, of which databases take so many.</summary>
    private static string[] TagsOf(IQueryCollection query) => query["tag"] is { Count: <= MostTags } tags ? [.. tags.OfType<string>()]
        : throw Bad($"no more than {MostTags} tags are given");

    private static DateTime? DateOf(IQueryCollection query, string name) => query[name] is not [{ Length: > 0 } text] ? null
        : DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date) ? date
        : throw Bad($"{name} is a date, such as 2024-06-01");

    private static VaeCodecException Bad(string message) => new(VaeCodecErrorKind.BadArgument, message);

    [GeneratedRegex(@"^(?<id>[0-9a-f]{4,64})(?<suffix>\.[a-z]{3,4})?$", RegexOptions.ExplicitCapture)]
    private static partial Regex PictureName();
}
