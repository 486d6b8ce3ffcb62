using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Papers;
using Whalepaper.Search;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Topics;
using Whalepaper.Tracks;

namespace Whalepaper.Tests.Search;

/// <summary>A small group with something of everything to find.</summary>
internal static class Shelf
{
    public static Task<TestDatabase> OpenAsync(Engine engine) => TestDatabase.CreateAsync(engine, services => services.AddRooms());

    public static async Task<TestDatabase> FilledAsync(Engine engine)
    {
        var database = await OpenAsync(engine);
        await database.WithAsync(db => FillAsync(db, database.Clock.GetCurrentInstant()));
        return database;
    }

    public static async Task FillAsync(WhalepaperDb db, Instant now)
    {
        var (nlp, cv, res) = (new Track("nlp", "自然语言处理", 0), new Track("cv", "图像处理", 1), new Track("res", "推荐系统", 2));
        res.Rename("推荐系统", "Recommender systems");
        var topics = Enumerable.Range(1, 6).Select(number => new Topic(number)).ToList();
        topics[4].Entitle("预训练语言模型");
        foreach (var topic in topics)
        {
            topic.Include(nlp, topic.Number == 5 ? "Pre-trained language models" : null);
            topic.Include(cv);
            topic.Include(res, topic.Number == 6 ? "图神经网络" : null);
        }

        db.AddRange(topics);
        await db.SaveChangesAsync();
        var (yang, li, wang) = (new Member("杨夕", "杨夕", now), new Member("李玲", "liling", now), new Member("Émilie Wang", "emilie-wang", now));
        wang.Introduce("Works on **transformers** and speech.");
        var listed = new (int Topic, Track Track, string Title, Member? By, Action<Paper>? Also)[]
        {
            (1, nlp, "Attention Is All You Need", yang, p => p.Identify("1706.03762", 5, null)),
            (1, res, "Deep Learning based Recommender System: A Survey and New Perspectives", li, null),
            (2, nlp, "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding", yang, p => p.Publish(["Jacob Devlin", "Ming-Wei Chang"], "NAACL", 2019)),
            (2, cv, "人脸识别综述", wang, null),
            (3, res, "基于图神经网络的推荐算法", li, null),
            (3, nlp, "A Simple Framework for Learned Sparse Retrieval", null, p => p.Summarize("We study graph convolution and 对比学习 for retrieval.")),
            (4, res, "BERT4Rec: Sequential Recommendation with Bidirectional Encoder [CIKM2019]", wang, p => p.Identify(null, null, "10.1145/3357384.3357895")),
            (5, nlp, "XLNet: Generalized Autoregressive Pretraining for Language Understanding", yang, p => p.Identify("1906.08237", null, null)),
            (5, nlp, "Language Models are Few-Shot Learners", null, null),
            (6, res, "LightGCN: Simplifying and Powering Graph Convolution Network for Recommendation", null, null),
        };
        var positions = 0;
        foreach (var (number, track, title, by, also) in listed)
        {
            var paper = new Paper(title, null, PaperKind.Paper, now);
            also?.Invoke(paper);
            var entry = new ReadingListEntry(topics[number - 1].Tracks.First(t => t.Track == track), paper, positions++, now);
            db.Add(entry);
            if (by is not null)
                db.Add(new Talk(entry, [by], now));
            await db.SaveChangesAsync();
        }

        db.Add(new CharterRevision("# 鲸鱼\n\n## 流入机制\n\n新成员需要**试讲**一篇论文。\n\n## Code of conduct\n\nBe kind to presenters.\n\n## Topic 1\n\n### NLP\n\n1. [Attention Is All You Need](https://example.org)【杨夕】\n", "README.md", now));
        await db.SaveChangesAsync();
    }

    /// <summary>A paper that everybody may see.</summary>
    public static Paper Shelved(string title, Instant at)
    {
        var paper = new Paper(title, null, PaperKind.Paper, at);
        paper.Shelve(at);
        return paper;
    }

    /// <summary>What a query finds, as "Kind: title", the best first.</summary>
    public static Task<List<string>> FindAsync(this TestDatabase database, string typed) => database.WithAsync(async db =>
        (await db.SearchAsync(SearchQuery.Read(typed), Whalepaper.Members.Access.Actor.Visitor, default)).Hits.Select(hit => $"{hit.Kind}: {hit.Row.Title}").ToList());

    public static async Task<IReadOnlyList<Finding>> ExamineAsync(this TestDatabase database)
    {
        await using var scope = database.Scope();
        return await scope.ServiceProvider.GetServices<IExamination>().OfType<SearchExamination>().Single().ExamineAsync(default);
    }
}
