using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Whalepaper.Data;
using Whalepaper.Tests.Meetings.Live;

namespace Whalepaper.Tests.Data.Crashes;

/// <summary>A group on a small disk, which only the program sees.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    /// <summary>How large it is.</summary>
    public const int Megabytes = 48;

    /// <summary>How it is mounted, in a view of the machine that nobody else has and that is gone with it: from $1, at $2, so large.</summary>
    public const string Mount = "mount -t tmpfs -o size=\"$3\"m tmpfs \"$2\" && cp -a \"$1\"/. \"$2\" && shift 3 && exec \"$@\"";

    private readonly Dictionary<Person, string> _links = [];

    private SmallDisk(Bustle bustle)
    {
        (Bustle, Log) = (bustle, new Logbook(bustle, new Random(7)));
        Folder = Directory.CreateTempSubdirectory("whalepaper-small-").FullName;
    }

    public static bool IsRoot { get; } = Environment.UserName is "root";

    public Bustle Bustle { get; }

    public Logbook Log { get; }

    /// <summary>Where its data lies, as it sees it.</summary>
    public string Folder { get; }

    /// <summary>Where its data comes from, and is taken out to.</summary>
    public string Source => Bustle.Database.Settings.Folder;

    public static async Task<SmallDisk> FillAsync()
    {
        var database = await TestDatabase.CreateAsync(Engine.Sqlite, services => services.AddRooms());
        var small = new SmallDisk(await Bustle.FoundAsync(database));
        foreach (var person in (Person[])[small.Bustle.Host, .. small.Bustle.People])
            small._links[person] = await person.LinkAsync(database);
        SqliteConnection.ClearAllPools();
        return small;
    }

    /// <summary>Lets a program see a folder as a disk of its own.</summary>
    public static void Enclose(ProcessStartInfo start, string script, string source, string folder, int megabytes)
    {
        string[] words = [start.FileName, .. start.ArgumentList];
        start.FileName = "unshare";
        start.ArgumentList.Clear();
        // Who is not root is root in a view of their own.
        foreach (var word in (string[])["--mount", .. IsRoot ? (string[])[] : ["--user", "--map-root-user"], "sh", "-c", script, "sh", source, folder, megabytes.ToString(CultureInfo.InvariantCulture), .. words])
            start.ArgumentList.Add(word);
    }

    public Task<KilledProgram> StartAsync() => KilledProgram.StartAsync(new DataSettings(Folder), start => Enclose(start, Mount, Source, Folder, Megabytes));

    public async Task BeginAsync(HttpClient door)
    {
        foreach (var (person, link) in _links)
            await person.SignInAsync(link, door);
    }

    /// <summary>The folder as it is seen by the program, from outside.</summary>
    public string InsideOf(KilledProgram program) => $"/proc/{program.Id.ToString(CultureInfo.InvariantCulture)}/root{Folder}";

    /// <summary>Takes everything out, while nobody writes.</summary>
    public void TakeOut(KilledProgram program)
    {
        SqliteConnection.ClearAllPools();
        foreach (var old in Directory.EnumerateFiles(Source, "whalepaper.db*"))
            File.Delete(old);
        var inside = InsideOf(program);
        foreach (var file in Directory.EnumerateFiles(inside, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal) && !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            var place = Path.Combine(Source, Path.GetRelativePath(inside, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(file, place, overwrite: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Bustle.Database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
