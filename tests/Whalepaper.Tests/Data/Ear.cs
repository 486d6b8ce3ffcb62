using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Data;
using Xunit;

namespace Whalepaper.Tests.Data;

/// <summary>Hears what a copy is told, after all else in it that listens.</summary>
internal sealed class Ear : IChangeListener
{
    private readonly Channel<IReadOnlySet<string>> _told = Channel.CreateUnbounded<IReadOnlySet<string>>();

    public HashSet<string> Heard { get; } = new(StringComparer.Ordinal);

    public void Join(WebApplicationBuilder builder) => builder.Services.AddSingleton<IChangeListener>(this);

    public ValueTask ChangedAsync(IReadOnlySet<string> tags, CancellationToken cancellationToken) => _told.Writer.WriteAsync(tags, cancellationToken);

    /// <summary>Lets it hear a word beside what the copy is told; it waits its turn.</summary>
    public bool Hear(string word) => _told.Writer.TryWrite(new HashSet<string>([word], StringComparer.Ordinal));

    /// <summary>Waits until something is so, looking again whenever the copy is told something.</summary>
    public async Task UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
            Heard.UnionWith(await _told.Reader.ReadAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Waits until the copy was told this.</summary>
    public Task UntilAsync(string tag) => UntilAsync(() => Task.FromResult(Heard.Contains(tag)));
}
