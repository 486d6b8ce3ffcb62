using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Whalepaper.Tests.Watching;

/// <summary>Keeps what an operator would have to look at: warnings and worse, with who said them.</summary>
internal sealed class WarningsLogged : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = [];

    private readonly Channel<string> _new = Channel.CreateUnbounded<string>();

    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>Waits until something was said that holds this.</summary>
    public async Task UntilAsync(string part)
    {
        while (!(await _new.Reader.ReadAsync(TestContext.Current.CancellationToken)).Contains(part, StringComparison.Ordinal))
        {
        }
    }

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
            if (!IsEnabled(logLevel))
                return;
            var line = $"{name}: {formatter(state, exception)} {exception}";
            all._lines.Enqueue(line);
            all._new.Writer.TryWrite(line);
        }
    }
}
