using Xunit;

namespace Whalepaper.Browser;

public sealed class HostileTests(House house)
{
    [Fact]
    public async Task Nothing_of_a_hostile_document_runs()
    {
        await using var visit = await house.VisitAsync(house.Hostile, "en");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var ahead = new Queue<string>(["/", "/charter", "/topics/1", "/papers", "/members", "/schedule", "/search?q=script", "/search?q=%22%3E%3Cscript%3Eharm('q')%3C/script%3E"]);
        while (ahead.TryDequeue(out var path) && seen.Count < 60)
        {
            if (!seen.Add(path))
                continue;
            await visit.OpenAsync(path);
            await visit.IsCleanAsync();
            var links = await visit.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))");
            Assert.DoesNotContain(links, link => link.Trim().StartsWith("javascript", StringComparison.OrdinalIgnoreCase)
                || link.StartsWith("data:", StringComparison.OrdinalIgnoreCase) || link.StartsWith("vbscript", StringComparison.OrdinalIgnoreCase));
            Assert.True(
                await visit.Page.EvaluateAsync<bool>("() => [...document.querySelectorAll('cite, .person-name')].every(e => getComputedStyle(e).unicodeBidi === 'isolate')"),
                $"{path}: what is written from right to left turns more than itself.");
            Assert.Equal(0, await visit.Page.Locator("main script:not([type='application/ld+json']), main iframe, main img, main [onclick], main [onerror], main [onmouseover]").CountAsync());
            foreach (var link in links.Where(l => l.StartsWith("/papers/", StringComparison.Ordinal) || l.StartsWith("/talks/", StringComparison.Ordinal) || l.StartsWith("/members/", StringComparison.Ordinal) || l.StartsWith("/meetings/", StringComparison.Ordinal)))
            {
                if (!link.EndsWith(".ics", StringComparison.Ordinal) && !link.EndsWith(".bib", StringComparison.Ordinal))
                    ahead.Enqueue(link);
            }
        }
    }
}
