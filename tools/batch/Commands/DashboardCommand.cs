using System.CommandLine;
using System.Net;
using Hangfire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace VaeCodec.Batch.Commands;

/// <summary><c>vaecodec batch dashboard</c>: Hangfire's own pages, for this machine alone and to look at.</summary>
internal static class DashboardCommand
{
    private const int DefaultPort = 8081;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> location = BatchCommand.Store();
        Option<int> port = SharedOptions.InRange(new Option<int>("--port")
        {
            Description = "The port on this machine's loopback address; 0 for any that is free",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultPort,
        }, 0, ushort.MaxValue);
        var command = new Command("dashboard", "Show jobs, retries and workers as a page, to this machine alone") { location, port };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(location), parsed.GetValue(port),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string location, int port, CancellationToken cancellationToken)
    {
        BatchPlace place = await BatchPlace.OpenAsync(location, BatchCommand.Patience, cancellationToken).ConfigureAwait(false);
        await using (place.ConfigureAwait(false))
        {
            WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
            builder.Services.AddRoutingCore();
            builder.Services.AddHangfire(hangfire => hangfire.UseStorage(place.Jobs));
            await using WebApplication application = builder.Build();
            // Pages of other sites can make a browser ask, and give an address of theirs as this machine's: they get nothing.
            application.Use((context, next) => context.Request.Host.Host is "localhost" or "127.0.0.1" ? next(context)
                : Task.FromResult(context.Response.StatusCode = (int)HttpStatusCode.MisdirectedRequest));
            application.UseHangfireDashboard("", new() { IsReadOnlyFunc = _ => true, AppPath = null, DashboardTitle = "vaecodec batch" },
                place.Jobs);
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
            string address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            StandardOutput.WriteLine($"dashboard at {address}");
            var stopped = new TaskCompletionSource();
            using CancellationTokenRegistration registration = cancellationToken.Register(stopped.SetResult);
            await stopped.Task.ConfigureAwait(false);
            await application.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return ExitCode.Success;
    }
}
