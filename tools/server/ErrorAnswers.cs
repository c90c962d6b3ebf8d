using Microsoft.AspNetCore.Http;

namespace VaeCodec.Server;

/// <summary>Turns what goes wrong into a status and one line of JSON; nothing of the machine is told.</summary>
internal static class ErrorAnswers
{
    /// <summary>Runs the rest, and answers for it where it throws.</summary>
    public static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort(); // nobody listens any more
        }
        catch (Exception error) when (!context.Response.HasStarted && StatusOf(error, IsPut(context)) is { } status)
        {
            await WriteAsync(context, status, error is OperationCanceledException ? "it takes too long" : error.Message)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Writes a status and why.</summary>
    public static Task WriteAsync(HttpContext context, int status, string why, params (string Name, string Value)[] headers)
    {
        context.Response.Clear();
        context.Response.StatusCode = status;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        foreach ((string name, string value) in headers)
            context.Response.Headers[name] = value;
        if (status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = "1";
        return context.Response.WriteAsJsonAsync(new ErrorAnswer(Printable.Line(why)), AnswerContext.Default.ErrorAnswer,
            cancellationToken: context.RequestAborted);
    }

    private static bool IsPut(HttpContext context)
        => HttpMethods.IsPut(context.Request.Method) || HttpMethods.IsPost(context.Request.Method);

    /// <summary>Null for what is a fault of this program, which is logged.</summary>
    private static int? StatusOf(Exception error, bool isPut) => error switch
    {
        BusyException or OperationCanceledException => StatusCodes.Status503ServiceUnavailable,
        BadHttpRequestException bad => bad.StatusCode,
        VaeCodecException { Kind: VaeCodecErrorKind.BadArgument } => StatusCodes.Status400BadRequest,
        VaeCodecException { Kind: VaeCodecErrorKind.LimitExceeded } => StatusCodes.Status413PayloadTooLarge,
        VaeCodecException { Kind: VaeCodecErrorKind.NotVaec or VaeCodecErrorKind.BadImage } when isPut
            => StatusCodes.Status415UnsupportedMediaType,
        VaeCodecException when isPut => StatusCodes.Status422UnprocessableEntity,
        VaeCodecException => StatusCodes.Status500InternalServerError, // the stored file is damaged, or its model missing
        _ => null,
    };
}
