using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Whalepaper.Tests;

/// <summary>Counts the commands sent to the database, as its log tells them.</summary>
internal sealed class CommandCount : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _texts = [];
    private int _count;

    /// <summary>Whether only those count that a request asks: work beside the requests asks when it pleases.</summary>
    public bool OfRequests { get; init; }

    public int Count => Volatile.Read(ref _count);

    /// <summary>What was asked, in order: the commands that read.</summary>
    public IReadOnlyList<string> Questions => [.. _texts.Where(text => text.StartsWith("SELECT", StringComparison.Ordinal))];

    public void Reset()
    {
        Volatile.Write(ref _count, 0);
        _texts.Clear();
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id != RelationalEventId.CommandExecuted.Id || (OfRequests && !IsRequest(Activity.Current)))
            return;
        Interlocked.Increment(ref _count);
        if (state is IEnumerable<KeyValuePair<string, object?>> told && told.FirstOrDefault(one => one.Key is "commandText").Value is string text)
            _texts.Enqueue(text);
    }

    private static bool IsRequest(Activity? activity) => activity is not null && (activity.OperationName is "Microsoft.AspNetCore.Hosting.HttpRequestIn" || IsRequest(activity.Parent));

    public void Dispose()
    {
        // Nothing is held.
    }
}
