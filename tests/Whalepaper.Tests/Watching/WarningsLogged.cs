using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Whalepaper.Tests.Watching;

/// <summary>Keeps what an operator would have to look at: warnings and worse, with who said them.</summary>
internal sealed class WarningsLogged : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = [];

    public IReadOnlyList<string> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Named(this, categoryName);

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class Named(WarningsLogged all, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                all._lines.Enqueue($"{name}: {formatter(state, exception)} {exception}");
        }
    }
}
