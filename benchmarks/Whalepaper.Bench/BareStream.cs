using System.Collections.Concurrent;
using Microsoft.AspNetCore.Mvc;

namespace Whalepaper.Bench;

/// <summary>Writes what it is given to everybody who listens, and does nothing else: the limit of whoever tells many over HTTP.</summary>
internal static class BareStream
{
    /// <summary>Where one listens.</summary>
    public const string Live = "/live";

    /// <summary>Where it is given what to write.</summary>
    public const string Change = "/change";

    /// <summary>Serves until it is killed.</summary>
    /// <param name="arguments"><c>--urls</c> with the address.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not ["--urls", var url])
            return 2;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        await using var app = builder.Build();
        var listeners = new ConcurrentDictionary<HttpResponse, byte>();
        app.MapGet("/", () => "Hello");
        app.MapGet(Live, async (HttpContext http) =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.Body.FlushAsync(http.RequestAborted);
            listeners[http.Response] = 0;
            var gone = new TaskCompletionSource();
            await using (http.RequestAborted.Register(gone.SetResult))
                await gone.Task;
            listeners.TryRemove(http.Response, out _);
        });
        app.MapPost(Change, async ([FromBody] Stream body, HttpContext http) =>
        {
            var bytes = new MemoryStream();
            await body.CopyToAsync(bytes, http.RequestAborted);
            foreach (var listener in listeners.Keys)
                await listener.BodyWriter.WriteAsync(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), http.RequestAborted);
            return Results.NoContent();
        });
        await app.RunAsync();
        return 0;
    }
}
