using System.Diagnostics;
using System.Globalization;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Bench;

/// <summary>(n) Letters that are due, against a bare loop that sends the same to the same server.</summary>
internal sealed class LettersLaw(Terms terms, Findings findings, Uri mail, IReadOnlyDictionary<string, string> eager)
{
    private const double Megabyte = 1024 * 1024;

    private const int BareLetters = 2_000;

    private static readonly TimeSpan look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan second = TimeSpan.FromSeconds(1);

    /// <summary>Sends a part of them in turns with the bare loop, then the rest in one go.</summary>
    public async Task RunAsync(BenchEngine engine, Groups.Imported group, LivingGroup living, CancellationToken cancellation)
    {
        await using var site = await StartAsync(group, cancellation);
        var (ours, bare) = (new List<double>(), new List<double>());
        await WarmUpAsync(site, await living.WaitingAsync(ChannelNames.Mail, cancellation), cancellation);
        var (early, due) = (site.Memory, await living.WaitingAsync(ChannelNames.Mail, cancellation));
        for (var round = 0; round < 3; round++)
        {
            ours.Add(await RateAsync(terms.Stretch, cancellation));
            await site.HoldAsync(still: true, cancellation);
            bare.Add(await BareAsync(cancellation));
            await site.HoldAsync(still: false, cancellation);
            await Task.Delay(look, cancellation);
        }

        findings.Add('n', $"letters sent, {engine}", string.Create(CultureInfo.InvariantCulture, $"{Race.Median(ours):N0}/s; a bare loop {Race.Median(bare):N0}/s"));
        findings.Judge('n', $"letters sent against a bare loop to the same server, {engine}", Race.Median(ours.Zip(bare, (a, b) => a / b)), 0.7, atLeast: true);
        while (await living.WaitingAsync(ChannelNames.Mail, cancellation) > 0)
            await Task.Delay(look, cancellation);
        findings.Add('n', $"memory with {due:N0} letters due, and after the last of them, {engine}", string.Create(CultureInfo.InvariantCulture, $"{early / Megabyte:N0} MB, {site.Memory / Megabyte:N0} MB; {site.PeakMemory / Megabyte:N0} MB at most"));
        findings.Judge('n', $"memory after the last letter against when it was warm, {engine}", (double)site.Memory / early, 1.25, atLeast: false);
    }

    // As in every race: the runtime compiles anew what runs often, on the same core, and until it has, both are slower. Half of the letters are left for the race.
    private async Task WarmUpAsync(SiteProcess site, int due, CancellationToken cancellation)
    {
        var (best, still, until) = (0.0, 0, Arrived() + (due / 2));
        while (still < 4 && Arrived() < until)
        {
            var compiled = site.Compiling;
            var rate = await RateAsync(second, cancellation);
            still = rate > best * 1.03 || site.Compiling - compiled > second / 20 ? 0 : still + 1;
            best = Math.Max(best, rate);
        }
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
    private async Task<double> RateAsync(TimeSpan stretch, CancellationToken cancellation)
    {
        var (before, started) = (Arrived(), Stopwatch.GetTimestamp());
        await Task.Delay(stretch, cancellation);
        return (Arrived() - before) / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private string Folder(string domain) => Path.Combine(mail.AbsolutePath, domain);

    private int Arrived() => Directory.Exists(Folder("people.example")) ? Directory.GetFiles(Folder("people.example"), "*.eml").Length : 0;

    private async Task<double> BareAsync(CancellationToken cancellation)
    {
        var (letter, result) = (Path.Combine(terms.Work, "letter.eml"), Path.Combine(terms.Work, "letters.txt"));
        // The first three lines are the server's own.
        await File.WriteAllLinesAsync(letter, (await File.ReadAllLinesAsync(Directory.EnumerateFiles(Folder("people.example"), "*.eml").First(), cancellation)).Skip(3), cancellation);
        await Programs.RunAsync(terms.Cores.Server, terms.Bench, ["mail", mail.Host, mail.Port.ToString(CultureInfo.InvariantCulture), letter, BareLetters.ToString(CultureInfo.InvariantCulture), result], cancellation);
        return double.Parse(await File.ReadAllTextAsync(result, cancellation), CultureInfo.InvariantCulture);
    }
}
