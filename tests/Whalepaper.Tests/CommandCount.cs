using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Whalepaper.Tests;

/// <summary>Counts the commands sent to the database, as its log tells them.</summary>
internal sealed class CommandCount : ILoggerProvider, ILogger
{
    private int _count;

    /// <summary>Whether only those count that a request asks: work beside the requests asks when it pleases.</summary>
    public bool OfRequests { get; init; }

    public int Count => Volatile.Read(ref _count);

    public void Reset() => Volatile.Write(ref _count, 0);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == RelationalEventId.CommandExecuted.Id && (!OfRequests || IsRequest(Activity.Current)))
            Interlocked.Increment(ref _count);
    }

    private static bool IsRequest(Activity? activity) => activity is not null && (activity.OperationName is "Microsoft.AspNetCore.Hosting.HttpRequestIn" || IsRequest(activity.Parent));

    public void Dispose()
    {
        // Nothing is held.
    }
}
