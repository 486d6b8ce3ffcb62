namespace Whalepaper.Cli;

/// <summary>What was asked, answered, told and written down at the meetings of the demonstration, by who shared.</summary>
internal static class DemoWords
{
    public static readonly IReadOnlyDictionary<string, DemoHour> Hours = new Dictionary<string, DemoHour>(StringComparer.Ordinal)
    {
        ["杨夕"] = new(
            [
                new("双塔检索的负样本是怎么选的？batch 内负样本够用吗？", "batch 内负样本加一个 BM25 的难负样本，效果提升最大的就是这一个。"),
                new("和 BM25 混合以后还能涨多少？", "论文表 2，长尾实体上混合最明显。"),
                new("中文问答上有人复现过吗？", null, OnBehalfOf: "群里的小周"),
            ],
            ["问题引入讲得很清楚，例子选得好。", "训练目标那一页一看就懂。"],
            "代码部分有点赶，可以少讲一个实验。",
            "## 讲了什么\n\n- 为什么问答需要检索：参数里没有的答案\n- 双塔结构、batch 内负样本、难负样本\n- 代码：FAISS 建索引，一次跑通\n\n## 讨论\n\n- 混合检索的收益主要在长尾实体上",
            "## 会后\n\n- 有兴趣复现中文数据的同学在群里接龙",
            null),
        ["蘇靜"] = new(
            [
                new("噪声的方差表为什么是线性的？", "作者试过，后来的工作换成了余弦。"),
                new("采样一千步太慢，有什么办法？", "第 5 篇 DDIM 正好讲这个。"),
            ],
            ["公式推导一步一步，很好跟。"],
            "希望先放一张采样过程的图，再讲公式。",
            "## 讲了什么\n\n- 前向加噪、反向去噪，两行公式\n- 为什么预测噪声比预测图像好\n\n## 讨论\n\n- 采样太慢：留给 DDIM 那一次",
            "## 会后\n\n- 幻灯片第 12 页有笔误，已更正",
            4),
        ["星"] = new(
            [
                new("位置编码去掉以后掉多少？", "短序列几乎不掉，长序列掉得明显。"),
                new("线上用的话延迟怎么样？", null),
            ],
            ["和 GRU4Rec 的对比很有说服力。", "数据集介绍得很细。"],
            "可以多讲讲负采样。",
            "## 讲了什么\n\n- 序列推荐的问题设定\n- 自注意力代替循环网络\n\n## 讨论\n\n- 线上延迟没有公开数据",
            "## 会后\n\n- 下一次接着讲 DIN",
            null),
        ["Sm1les"] = new(
            [
                new("晚交互的索引会大多少？", "大约两个数量级，后面的压缩工作就是解决这个。"),
                new("可以只对重排用 ColBERT 吗？", "可以，论文里第一组实验就是重排。"),
                new("MaxSim 可以换成平均吗？", null),
            ],
            ["三种交互方式的对照图非常直观。"],
            "最后留给提问的时间少了点。",
            "## 讲了什么\n\n- 双塔、交叉编码、晚交互三种方式\n- MaxSim 与端到端检索\n\n## 讨论\n\n- 索引大小是主要代价",
            "## 会后\n\n- 有人整理了压缩索引的后续论文",
            null),
        ["张文涛"] = new(
            [
                new("潜空间的维度怎么选？", "f=4 和 f=8 是折中，再大细节就丢了。"),
                new("自编码器要和扩散模型一起训练吗？", "分开训练，先固定自编码器。"),
            ],
            ["把两阶段训练讲清楚了。"],
            "交叉注意力那里可以慢一点。",
            "## 讲了什么\n\n- 先压缩，再扩散\n- 用交叉注意力接文本条件",
            "## 讨论\n\n- 显存和速度的数字见幻灯片第 20 页",
            null),
        ["Jespon"] = new(
            [new("兴趣激活单元的输出为什么不归一化？", "要保留兴趣的强度，论文里专门说了。")],
            ["业务背景讲得很实在。"],
            "代码可以换成更短的例子。",
            "## 讲了什么\n\n- 用户兴趣是多样的，只有一部分和候选有关\n- 局部激活单元",
            "## 讨论\n\n- 不做归一化的原因",
            null),
    };

    public static readonly IReadOnlyList<DemoQuestion> Now =
    [
        new("和上一次讲的方法相比，最关键的差别是哪一处？", null),
        new("显存不够的话从哪里省？", "先减批量，再用梯度检查点。"),
        new("自己训练大概要多少数据？", null),
        new("代码会放出来吗？", null, OnBehalfOf: "B 站弹幕"),
    ];
}

/// <summary>An hour that was held.</summary>
/// <param name="Questions">What was asked.</param>
/// <param name="Clear">What listeners found clear.</param>
/// <param name="Improve">What one of them would improve.</param>
/// <param name="Minutes">How the minutes began.</param>
/// <param name="More">What somebody added to them.</param>
/// <param name="Left">The place of a part for which there was no time; null for none.</param>
internal sealed record DemoHour(IReadOnlyList<DemoQuestion> Questions, string[] Clear, string Improve, string Minutes, string More, int? Left);

/// <summary>A question.</summary>
/// <param name="Text">The question.</param>
/// <param name="Answer">What was answered; null where it was not, or not yet.</param>
/// <param name="OnBehalfOf">Whose it is, if not the asker's own.</param>
internal sealed record DemoQuestion(string Text, string? Answer, string? OnBehalfOf = null)
{
    public bool IsAnswered => Answer is not null;
}
