/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS `roles`;
CREATE TABLE `roles` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `name` varchar(50) NOT NULL COMMENT 'shown; to people',
  `enabled` tinyint(1) NOT NULL DEFAULT '1',
  `parent_id` int(10) unsigned DEFAULT NULL,
  PRIMARY KEY (`id`), UNIQUE KEY `n` (`name`), KEY `p` (`parent_id`),
  CONSTRAINT `up` FOREIGN KEY (`parent_id`) REFERENCES `roles` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='What people may do';
INSERT INTO `roles` VALUES (1,'it\'s; CREATE TABLE trap (',1,NULL);
