using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Papers;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Talks;
using Whalepaper.Tests.Topics.Board;
using Xunit;

namespace Whalepaper.Tests.Api;

public sealed partial class ApiDocumentTests
{
    [Fact]
    public async Task Every_endpoint_is_described_and_nothing_else()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        var described = (await site.JsonAsync("/openapi/v1.json"))["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(verb => $"{verb.Key.ToUpperInvariant()} {path.Key}"));

        var mapped = site.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(endpoint => (Path: "/" + Constraint().Replace(endpoint.RoutePattern.RawText!, "").TrimStart('/'), Methods: endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []))
            .Where(endpoint => endpoint.Path.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Methods.Select(method => $"{method} {endpoint.Path}"));

        Assert.Equal(mapped.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_document_says_what_everything_is_and_what_may_go_wrong()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        var document = await site.JsonAsync("/openapi/v1.json");
        var operations = document["paths"]!.AsObject().Where(path => path.Value!["get"] is not null).Select(path => (path.Key, Get: path.Value!["get"]!)).ToList();

        Assert.InRange(operations.Count, 15, 500);
        Assert.Equal(operations.Count, operations.Select(operation => operation.Get["operationId"]!.ToString()).Distinct(StringComparer.Ordinal).Count());
        foreach (var (path, get) in operations)
        {
            Assert.False(string.IsNullOrEmpty(get["summary"]?.ToString()), path);
            Assert.Single(get["tags"]!.AsArray());
            var parameters = get["parameters"]?.AsArray() ?? [];
            Assert.All(parameters, parameter => Assert.False(string.IsNullOrEmpty(parameter!["description"]?.ToString()), $"{path} {parameter}"));
            // What takes nothing cannot be asked wrongly.
            if (parameters.Count > 0)
                Assert.Contains(parameters.Any(parameter => parameter!["in"]!.ToString() == "path") ? "404" : "400", get["responses"]!.AsObject().Select(answer => answer.Key));
            Assert.Contains("304", get["responses"]!.AsObject().Select(answer => answer.Key));
        }

        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject().Where(schema => !schema.Key.EndsWith("ProblemDetails", StringComparison.Ordinal)))
        {
            Assert.False(string.IsNullOrEmpty(schema!["description"]?.ToString()), name);
            Assert.All(schema["properties"]?.AsObject() ?? [], property => Assert.True(Describes(property.Value!), $"{name}.{property.Key}"));
        }

        static bool Describes(JsonNode property) => !string.IsNullOrEmpty(property["description"]?.ToString())
            || property["oneOf"]?.AsArray().Any(choice => !string.IsNullOrEmpty(choice!["description"]?.ToString())) is true;
    }

    [Fact]
    public async Task Every_command_says_what_it_takes_and_who_is_turned_away()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        var document = await site.JsonAsync("/openapi/v1.json");
        var commands = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Where(verb => verb.Key is "post" or "put" or "delete").Select(verb => (Name: $"{verb.Key} {path.Key}", Says: verb.Value!))).ToList();

        Assert.InRange(commands.Count, 15, 500);
        Assert.Equal(commands.Count, commands.Select(command => command.Says["operationId"]!.ToString()).Distinct(StringComparer.Ordinal).Count());
        Assert.All(commands, command =>
        {
            Assert.False(string.IsNullOrEmpty(command.Says["summary"]?.ToString()), command.Name);
            Assert.Single(command.Says["tags"]!.AsArray());
            Assert.Superset(new HashSet<string>(["401", "403", "404", "422"], StringComparer.Ordinal), command.Says["responses"]!.AsObject().Select(answer => answer.Key).ToHashSet(StringComparer.Ordinal));
        });
        var profile = document["paths"]!["/api/v1/me/profile"]!["put"]!["requestBody"]!["content"]!["application/json"]!["schema"]!["properties"]!.AsObject();
        Assert.Equal("array", profile["tracks"]!["type"]!.ToString());
        Assert.Equal("string", profile["name"]!["type"]!.ToString());
    }

    [Theory, BothEngines]
    public async Task Answers_have_the_shape_that_the_document_says(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (site, season) = (house.Site, house.Season);
        await TellEverythingAsync(site);
        var (token, committee) = (await house.TokenAsync("committee", Members.Accounts.TokenScope.Manage), await house.SignInAsync("committee"));
        await committee.PlaceAsync((await house.EntriesAsync(1))[0], (await house.DatesAsync(1))[0], "inner");
        await committee.SendAsync("POST", Table.Releases);
        await site.WithAsync(async db =>
        {
            db.Add(new Whalepaper.Notices.Inbox.InboxItem(house["committee"], "first", "letter", new Whalepaper.Notices.Deliveries.Message("A plan", "Is published.", "https://example.org/topics/5/releases"), site.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
        });
        // The group's chats are the organizer's alone.
        await (await house.SignInAsync("organizer")).SendAsync("POST", "/settings/channels", ("name", "A chat"), ("kind", "slack"), ("address", "https://hooks.example/services/abcdefgh"), ("track", "nlp"), ("occasions", "plan"));
        var organizer = await house.TokenAsync("organizer", Members.Accounts.TokenScope.Manage);
        await house.SendNoticeAsync();
        await site.WithAsync(async db =>
        {
            var (meeting, now) = (await db.Meetings.SingleAsync(one => one.Id == season.Tonight.Id), site.Clock.GetCurrentInstant());
            db.Add(new Whalepaper.Meetings.Minutes.MeetingMinutes(meeting.Id, "# Said", house["committee"], now));
            var question = new Whalepaper.Meetings.Asking.Question(meeting, null, house["inner"], "Why?", "a key", now, "Zhang San");
            question.MarkAnswered(house["committee"], now, "Because.");
            db.Add(question);
            await db.SaveChangesAsync();
        });
        var document = await site.JsonAsync("/openapi/v1.json");
        var check = new SchemaCheck(document);

        foreach (var (path, verbs) in document["paths"]!.AsObject().Where(path => path.Value!["get"] is not null))
        {
            var asked = path.Replace("{id}", path.Contains("meetings", StringComparison.Ordinal) ? $"{season.Tonight.Id}" : "1", StringComparison.Ordinal)
                .Replace("{number}", "5", StringComparison.Ordinal).Replace("{code}", "nlp", StringComparison.Ordinal).Replace("{handle}", "sm1les", StringComparison.Ordinal);
            var answers = verbs!["get"]!["responses"]!;
            // What is not for everybody is asked for with a token.
            var key = answers["401"] is null ? null : path.EndsWith("/channels", StringComparison.Ordinal) ? organizer : token;
            var answer = await site.JsonAsync(asked, key);
            Assert.Empty(check.Faults(answer, SchemaOf(answers, "200"), asked));
            if (answers["400"] is not null)
            {
                Assert.NotEmpty(answer["items"]!.AsArray());
                Assert.Empty(check.Faults(await site.ProblemAsync(asked + "?page=0", HttpStatusCode.BadRequest, key), WithTrace(SchemaOf(answers, "400"))));
            }

            if (answers["404"] is not null)
                Assert.Empty(check.Faults(await site.ProblemAsync(path.Contains("number", StringComparison.Ordinal) ? asked.Replace("5", "6", StringComparison.Ordinal) : path.Contains("{id}/", StringComparison.Ordinal) ? asked.Replace($"/{season.Tonight.Id}/", "/98765/", StringComparison.Ordinal) : asked + "99", HttpStatusCode.NotFound, key), WithTrace(SchemaOf(answers, "404"))));
        }

        // RFC 9457 lets a problem carry more than its schema names, and ours carries the number by which the log knows the request.
        JsonNode WithTrace(JsonNode schema)
        {
            var problem = document["components"]!["schemas"]![schema["$ref"]!.ToString().Split('/')[^1]]!;
            problem["properties"]!["traceId"] = new JsonObject { ["type"] = "string" };
            return schema;
        }

        static JsonNode SchemaOf(JsonNode answers, string status) => answers[status]!["content"]!.AsObject().Single().Value!["schema"]!;
    }

    [Fact]
    public async Task The_document_is_sent_again_only_when_the_program_changed_and_is_open_to_all()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        request.Headers.Add("Origin", "https://elsewhere.example");
        using var first = await site.Client.SendAsync(request);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        again.Headers.Add("Origin", "https://elsewhere.example");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await site.Client.SendAsync(again);

        Assert.Equal("*", Assert.Single(first.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    // A paper of which everything is known: a shape that is null everywhere proves little.
    private static Task TellEverythingAsync(TestSite site) => site.WithAsync(async db =>
    {
        var paper = await db.Papers.FindAsync(1) ?? throw new InvalidOperationException("The season has a first paper.");
        paper.LinkTo("https://arxiv.org/abs/1906.08237v2");
        paper.Publish(["Zhilin Yang", "Zihang Dai"], "NeurIPS", 2019);
        paper.Identify("1906.08237", 2, "10.48550/arXiv.1906.08237");
        paper.Summarize("Two-stream self-attention.");
        paper.Classify(PaperKind.OpenSource, "https://github.com/example/xlnet");
        var survey = await db.Papers.FindAsync(2) ?? throw new InvalidOperationException("The season has a second paper.");
        survey.Classify(PaperKind.Survey);
        survey.GoThrough([new("BERT", "https://arxiv.org/abs/1810.04805", "1810.04805", "10.18653/v1/n19-1423"), new("ELMo", null, null, null)]);
        var topic = await db.Topics.FindAsync(1) ?? throw new InvalidOperationException("The season has a topic.");
        topic.Run(new LocalDate(2026, 10, 1), new LocalDate(2027, 1, 31));
        topic.Entitle("注意力");
        await db.SaveChangesAsync();
    });

    [GeneratedRegex(":[^}]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Constraint();
}
