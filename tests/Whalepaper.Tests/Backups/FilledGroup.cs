using Whalepaper.Tests.Backups;
using Whalepaper.Tests.Data;
using Xunit;

[assembly: AssemblyFixture(typeof(FilledGroup))]

namespace Whalepaper.Tests.Backups;

/// <summary>A group on SQLite with something in every room, and a backup of it: made once, by the first that needs it, since to fill a group takes long. Nobody changes it.</summary>
public sealed class FilledGroup : IAsyncDisposable
{
    private readonly Lazy<Task<(TestDatabase Group, string Backup)>> _made = new(MakeAsync);

    /// <summary>The group.</summary>
    public async Task<TestDatabase> GroupAsync() => (await _made.Value).Group;

    /// <summary>Where its backup lies.</summary>
    public async Task<string> BackupAsync() => (await _made.Value).Backup;

    /// <summary>Another one with the same in it, on an engine, which may be changed.</summary>
    public async Task<TestDatabase> AnotherAsync(Engine engine)
    {
        var place = await Vault.PlaceAsync(engine);
        await Vault.RestoreAsync(await BackupAsync(), place.Settings);
        return place;
    }

    public async ValueTask DisposeAsync()
    {
        if (_made is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await _made.Value).Group.DisposeAsync();
    }

    private static async Task<(TestDatabase Group, string Backup)> MakeAsync()
    {
        var group = await Vault.FilledAsync(Engine.Sqlite);
        return (group, (await Vault.BackUpAsync(group.Settings)).Path);
    }
}
