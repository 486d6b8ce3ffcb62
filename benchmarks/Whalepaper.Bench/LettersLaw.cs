using System.Diagnostics;
using System.Globalization;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Bench;

/// <summary>(n) Letters that are due, against a bare loop that sends the same to the same server.</summary>
internal sealed class LettersLaw(Terms terms, Findings findings, Uri mail, IReadOnlyDictionary<string, string> eager)
{
    private const double Megabyte = 1024 * 1024;

    // How many letters of a turn count; those before them find everything cold.
    private const int Letters = 1_000;
    private const int WarmingUp = 500;

    private readonly TimeSpan _look = TimeSpan.FromMilliseconds(20);

    /// <summary>Sends a part of them in turns with the bare loop, then the rest in one go.</summary>
    public async Task RunAsync(BenchEngine engine, Groups.Imported group, LivingGroup living, CancellationToken cancellation)
    {
        var (ours, bare) = (new List<double>(), new List<double>());
        for (var round = 0; round < 3; round++)
        {
            await using (var site = await StartAsync(group, cancellation))
                ours.Add(await RateAsync(WarmingUp, Letters, cancellation));
            bare.Add(await BareAsync(cancellation));
        }

        findings.Add('n', $"letters sent, {engine}", string.Create(CultureInfo.InvariantCulture, $"{Race.Median(ours):N0}/s; a bare loop {Race.Median(bare):N0}/s"));
        findings.Judge('n', $"letters sent against a bare loop to the same server, {engine}", Race.Median(ours.Zip(bare, (a, b) => a / b)), 0.7, atLeast: true);
        await using var last = await StartAsync(group, cancellation);
        await RateAsync(WarmingUp, Letters, cancellation);
        var (early, due) = (last.Memory, await living.WaitingAsync(ChannelNames.Mail, cancellation));
        while (await living.WaitingAsync(ChannelNames.Mail, cancellation) > 0)
            await Task.Delay(_look * 20, cancellation);
        findings.Add('n', $"memory with {due:N0} letters due, and after the last of them, {engine}", string.Create(CultureInfo.InvariantCulture, $"{early / Megabyte:N0} MB, {last.Memory / Megabyte:N0} MB; {last.PeakMemory / Megabyte:N0} MB at most"));
        findings.Judge('n', $"memory after the last letter against after the first thousand, {engine}", (double)last.Memory / early, 1.25, atLeast: false);
    }

    private Task<SiteProcess> StartAsync(Groups.Imported group, CancellationToken cancellation) => SiteProcess.StartAsync(
        terms.Cores, terms.Program, ["serve", .. group.Arguments], "/health/live", cancellation, new Dictionary<string, string>(eager, StringComparer.Ordinal)
        {
            ["WHALEPAPER_MAIL__HOST"] = mail.Host,
            ["WHALEPAPER_MAIL__PORT"] = mail.Port.ToString(CultureInfo.InvariantCulture),
            ["WHALEPAPER_MAIL__SECURITY"] = "none",
            ["WHALEPAPER_MAIL__FROM"] = "whale@house.example",
        });

    // Counted where they arrive.
    private async Task<double> RateAsync(int before, int count, CancellationToken cancellation)
    {
        var first = await ReachAsync(Arrived() + before, cancellation);
        var started = Stopwatch.GetTimestamp();
        var last = await ReachAsync(first + count, cancellation);
        return (last - first) / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private async Task<int> ReachAsync(int count, CancellationToken cancellation)
    {
        while (true)
        {
            if (Arrived() is var arrived && arrived >= count)
                return arrived;
            await Task.Delay(_look, cancellation);
        }
    }

    private string Folder(string domain) => Path.Combine(mail.AbsolutePath, domain);

    // The server counts what it keeps, and names files by the count.
    private int Arrived() => Directory.Exists(Folder("people.example")) ? Directory.GetFiles(Folder("people.example"), "*.eml").Length : 0;

    private async Task<double> BareAsync(CancellationToken cancellation)
    {
        var (letter, result) = (Path.Combine(terms.Work, "letter.eml"), Path.Combine(terms.Work, "letters.txt"));
        // The first three lines are the server's own.
        await File.WriteAllLinesAsync(letter, (await File.ReadAllLinesAsync(Directory.EnumerateFiles(Folder("people.example"), "*.eml").First(), cancellation)).Skip(3), cancellation);
        await Programs.RunAsync(terms.Cores.Server, terms.Bench, ["mail", mail.Host, mail.Port.ToString(CultureInfo.InvariantCulture), letter, Letters.ToString(CultureInfo.InvariantCulture), result], cancellation);
        return double.Parse(await File.ReadAllTextAsync(result, cancellation), CultureInfo.InvariantCulture);
    }
}
